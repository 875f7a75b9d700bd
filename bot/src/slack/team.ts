import { NotFoundError } from "@firstline/core";
import type { SlackContext } from "./context.ts";

/** Our workspace of the team that an interaction came from. */
export async function requireWorkspace(
  slack: Pick<SlackContext, "home">,
  teamId: string | undefined,
): Promise<number> {
  const workspaceId = await slack.home.workspaceOf(teamId);
  if (workspaceId === null) throw new NotFoundError("This Slack workspace");
  return workspaceId;
}
