import { ConflictError } from "../errors.ts";

export type TicketStatus = "new" | "analyzing" | "ai_responding" | "escalated" | "resolved" | "closed";

export type TicketStep =
  | "analyze"
  | "answer"
  | "resolve"
  | "close"
  | "reopen"
  | "escalate"
  | "rest"
  | "unask";

/** From which states a step may be taken, and where it leads. */
const STEPS: Record<TicketStep, { from: readonly TicketStatus[]; to: TicketStatus }> = {
  analyze: { from: ["new", "analyzing", "ai_responding"], to: "analyzing" },
  answer: { from: ["analyzing"], to: "ai_responding" },
  resolve: { from: ["new", "analyzing", "ai_responding", "escalated"], to: "resolved" },
  close: { from: ["new", "analyzing", "ai_responding", "escalated", "resolved"], to: "closed" },
  reopen: { from: ["resolved", "closed"], to: "new" },
  escalate: { from: ["new", "analyzing", "ai_responding"], to: "escalated" },
  /** The follow-up was taken back: the earlier answer stands. */
  rest: { from: ["analyzing"], to: "ai_responding" },
  /** The same where there was no answer before. */
  unask: { from: ["analyzing"], to: "new" },
};

export function canStep(status: TicketStatus, step: TicketStep): boolean {
  return STEPS[step].from.includes(status);
}

/** The state after a step; throws `ConflictError` where the step makes no sense. */
export function stepStatus(status: TicketStatus, step: TicketStep): TicketStatus {
  if (!canStep(status, step)) {
    throw new ConflictError(
      `A ticket that is ${status.replaceAll("_", " ")} cannot take the step "${step}".`,
    );
  }
  return STEPS[step].to;
}

export function isOpen(status: TicketStatus): boolean {
  return status !== "resolved" && status !== "closed";
}
