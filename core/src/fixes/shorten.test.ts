import { describe, expect, test } from "vitest";
import type { AgentTurn } from "../ports.ts";
import { CUT_RESULT, shortenTurns } from "./shorten.ts";

const tools = (...outputs: string[]): AgentTurn => ({
  role: "tools",
  results: outputs.map((output, index) => ({ callId: `c${index}`, output, isError: false })),
});
const said: AgentTurn = { role: "agent", text: "", calls: [], raw: { kept: true } };
const long = "x".repeat(1000);

const outputsOf = (turns: AgentTurn[]): string[] =>
  turns.flatMap((turn) => (turn.role === "tools" ? turn.results.map(({ output }) => output) : []));

describe("a long conversation", () => {
  test("stays as it is while it is short enough", () => {
    const turns = [said, tools(long), said, tools(long)];

    expect(shortenTurns(turns, { above: 2000, to: 100 })).toBe(turns);
  });

  test("loses its oldest tool results first, until it is short enough", () => {
    const turns = [said, tools(long, long), said, tools(long), said, tools(long), said, tools(long)];

    const cut = shortenTurns(turns, { above: 4000, to: 4000 });

    expect(outputsOf(cut)).toEqual([CUT_RESULT, CUT_RESULT, long, long, long]);
  });

  test("keeps the newest two results and everything the model said, however long they are", () => {
    const turns = [said, tools(long), said, tools(long), said, tools(long)];

    const cut = shortenTurns(turns, { above: 0, to: 0 });

    expect(outputsOf(cut)).toEqual([CUT_RESULT, long, long]);
    expect(cut.filter((turn) => turn.role === "agent")).toEqual([said, said, said]);
  });

  test("keeps short results, which a note would not shorten", () => {
    const turns = [said, tools("Stored."), said, tools(long), said, tools(long)];

    expect(outputsOf(shortenTurns(turns, { above: 0, to: 0 }))[0]).toBe("Stored.");
  });

  test("answers every call it answered before", () => {
    const turns = [said, tools(long, long), said, tools(long), said, tools(long)];

    const cut = shortenTurns(turns, { above: 0, to: 0 });

    const ids = (of: AgentTurn[]) =>
      of.flatMap((turn) => (turn.role === "tools" ? turn.results.map(({ callId }) => callId) : []));
    expect(ids(cut)).toEqual(ids(turns));
  });
});
