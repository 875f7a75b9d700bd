import { expect, test } from "vitest";
import { ticketEventOf } from "./ticket-events.ts";

test.each([
  [{ kind: "created" }, "ticket.created"],
  [{ kind: "status_changed", newValue: "ai_responding", metadata: { route: "clarify" } }, "ticket.answered"],
  [{ kind: "status_changed", newValue: "ai_responding", metadata: {} }, null],
  [{ kind: "status_changed", newValue: "analyzing" }, null],
  [{ kind: "escalated" }, "ticket.escalated"],
  [{ kind: "resolved" }, "ticket.resolved"],
  [{ kind: "closed" }, "ticket.closed"],
  [{ kind: "reopened" }, "ticket.reopened"],
  [{ kind: "comment_added" }, "ticket.message_added"],
  [{ kind: "rated" }, "ticket.rated"],
  [{ kind: "assigned" }, null],
  [{ kind: "github_shipped" }, null],
])("the audit row %j is %s to the outside", (row, type) => {
  expect(ticketEventOf(row)).toBe(type);
});
