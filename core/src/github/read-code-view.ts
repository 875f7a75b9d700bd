import type { Ctx } from "../context.ts";
import { listFixAttempts } from "../fixes/read-log.ts";
import type { Attempt } from "../fixes/load.ts";
import type { Button } from "../ports.ts";
import { getTicket } from "../tickets/load.ts";
import { readGithubPart } from "./card-part.ts";
import { listUsableRepositories } from "./report-row.ts";

export type FixAttempt = Attempt;

/** What the console shows of a ticket's bug report, its issue and the attempts to fix it. */
export type CodeView = {
  /** The workspace has a repository that can be used now. */
  isConnected: boolean;
  markdown: string;
  fields: { label: string; value: string }[];
  buttons: Button[];
  /** The newest first. */
  attempts: FixAttempt[];
};

export async function readCodeView(
  ctx: Pick<Ctx, "db">,
  input: { workspaceId: number; ticketId: number },
): Promise<CodeView> {
  const ticket = await getTicket(ctx.db, input.workspaceId, input.ticketId);
  const repositories = await listUsableRepositories(ctx.db, input.workspaceId);
  const part = await readGithubPart(ctx.db, ticket);
  return {
    ...part,
    isConnected: repositories.length > 0,
    attempts: await listFixAttempts(ctx, input),
  };
}
