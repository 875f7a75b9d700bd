import { PRESSED_ACTIONS } from "../button-actions.ts";
import type { PressedAction } from "../button-actions.ts";
import type { Ctx } from "../context.ts";
import { InvalidError } from "../errors.ts";
import { requestFix } from "../fixes/request.ts";
import type { Person } from "../workspaces/people.ts";
import { linkIssue } from "./link.ts";
import { requestIssue } from "./request-issue.ts";
import { answerShipped } from "./sync/answer-shipped.ts";
import { markReviewed } from "./sync/mark-reviewed.ts";
import { unlinkIssue } from "./unlink.ts";

/** Buttons about bugs and their fixes. */
export type CodeAction = Extract<PressedAction, `bug_${string}` | `fix_${string}`>;

export const CODE_ACTIONS = PRESSED_ACTIONS.filter(
  (action): action is CodeAction => action.startsWith("bug_") || action.startsWith("fix_"),
);

/** Does what such a button says. Answers the sentence that only the person who clicked gets to see. Repeats are harmless. */
export async function actOnCode(
  ctx: Pick<Ctx, "db" | "now" | "log" | "code">,
  input: { workspaceId: number; by: Person; action: CodeAction; value: string },
): Promise<string> {
  const { workspaceId, by } = input;
  const [ticketId = 0, number = 0] = input.value.split(":").map(toId);
  const about = { workspaceId, ticketId, by };
  switch (input.action) {
    case "bug_file":
      await requestIssue(ctx, about);
      return "The issue is being made.";
    case "bug_link":
      return (await linkIssue(ctx, { ...about, issue: number })).said;
    case "bug_unlink":
      await unlinkIssue(ctx, about);
      return "The issue is not linked any more.";
    case "fix_try":
      await requestFix(ctx, about);
      return "A fix is being tried. You'll see here what comes of it.";
    case "fix_reviewed":
      await markReviewed(ctx, about);
      return "Marked as reviewed.";
    case "fix_works":
      await answerShipped(ctx, { ...about, works: true });
      return "Good to hear. Thank you!";
    case "fix_fails":
      await answerShipped(ctx, { ...about, works: false });
      return "Thank you for trying it. Tell me in the thread what you still see.";
  }
}

function toId(text: string): number {
  const id = Number(text);
  if (!Number.isSafeInteger(id) || id <= 0)
    throw new InvalidError("This button is broken; please tell an agent.");
  return id;
}
