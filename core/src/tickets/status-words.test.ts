import { expect, test } from "vitest";
import { statusForAgents, statusForMembers, wordsOfStatus } from "./status-words.ts";

const byAi = { handler: "ai", resolution: null } as const;

test("an answer of the AI waits for the asker until somebody takes over", () => {
  const answered = { ...byAi, status: "ai_responding" } as const;
  expect(statusForMembers(answered)).toBe("answered");
  expect(statusForAgents(answered)).toBe("waits for the asker");
  const taken = { ...answered, handler: "human" } as const;
  expect(statusForMembers(taken)).toBe("with the team");
  expect(statusForAgents(taken)).toBe("with people");
});

test.each(["new", "analyzing"] as const)(
  "a question that somebody took over while it was %s waits for people",
  (status) => {
    const taken = { status, handler: "human", resolution: null } as const;

    expect(statusForMembers(taken)).toBe("with the team");
    expect(statusForAgents(taken)).toBe("with people");
  },
);

test("what nobody has confirmed is not called solved", () => {
  const assumed = { ...byAi, status: "resolved", resolution: "assumed" } as const;
  expect(statusForMembers(assumed)).toBe("answered");
  expect(statusForAgents(assumed)).toBe("taken for solved");
  const confirmed = { ...assumed, resolution: "confirmed" } as const;
  expect(statusForMembers(confirmed)).toBe("solved");
  expect(statusForAgents(confirmed)).toBe("solved");
});

test("a status that is not known is told as it is", () => {
  expect(wordsOfStatus("analyzing")).toBe("the AI is answering");
  expect(wordsOfStatus("on_fire")).toBe("on_fire");
});
