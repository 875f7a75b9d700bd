import { describe, expect, test } from "vitest";
import { canStep, isOpen, stepStatus } from "./status.ts";
import type { TicketStatus, TicketStep } from "./status.ts";

const ALL: TicketStatus[] = ["new", "analyzing", "ai_responding", "escalated", "resolved", "closed"];

const ALLOWED: Record<TicketStep, TicketStatus[]> = {
  analyze: ["new", "analyzing", "ai_responding"],
  answer: ["analyzing"],
  resolve: ["new", "analyzing", "ai_responding", "escalated"],
  close: ["new", "analyzing", "ai_responding", "escalated", "resolved"],
  reopen: ["resolved", "closed"],
  escalate: ["new", "analyzing", "ai_responding"],
  rest: ["analyzing"],
  unask: ["analyzing"],
};

describe.each(Object.entries(ALLOWED) as [TicketStep, TicketStatus[]][])("the step %s", (step, allowed) => {
  test.each(ALL)("is allowed from %s exactly when the table says so", (status) => {
    expect(canStep(status, step)).toBe(allowed.includes(status));
  });
});

test("a step that makes no sense is refused with a sentence", () => {
  expect(() => stepStatus("closed", "answer")).toThrow(
    'A ticket that is closed cannot take the step "answer".',
  );
});

test("every way through a ticket ends in a state that can be reopened", () => {
  expect(stepStatus(stepStatus(stepStatus("new", "analyze"), "answer"), "resolve")).toBe("resolved");
  expect(stepStatus("resolved", "reopen")).toBe("new");
  expect(stepStatus(stepStatus("closed", "reopen"), "escalate")).toBe("escalated");
});

test("only resolved and closed tickets count as done", () => {
  expect(ALL.filter((status) => !isOpen(status))).toEqual(["resolved", "closed"]);
});
