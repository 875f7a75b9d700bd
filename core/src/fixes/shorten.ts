import type { AgentTurn } from "../ports.ts";

export type ShortenLimits = {
  /** Characters of tool results from which on the old ones are cut. */
  above: number;
  /** How many are left then: far fewer, so that the services' caches of the conversation's beginning last for a while. */
  to: number;
};

/** About 80,000 and 30,000 tokens. */
export const USUAL_LIMITS: ShortenLimits = { above: 280_000, to: 100_000 };
/** For a conversation that the service called too long. */
export const TIGHT_LIMITS: ShortenLimits = { above: 0, to: 0 };

export const CUT_RESULT = "[cut to save space: call the tool again if you need it]";
/** The newest results are what the model works with. */
const KEPT_TURNS = 2;

/** The conversation with its oldest tool results cut out when they have grown too long. */
export function shortenTurns(turns: AgentTurn[], limits: ShortenLimits): AgentTurn[] {
  let length = turns.reduce((sum, turn) => sum + lengthOf(turn), 0);
  if (length <= limits.above) return turns;
  const newest = turns.flatMap((turn, index) => (turn.role === "tools" ? [index] : [])).at(-KEPT_TURNS) ?? 0;
  return turns.map((turn, index) => {
    if (turn.role !== "tools" || index >= newest) return turn;
    const results = turn.results.map((result) => {
      if (length <= limits.to || result.output.length <= CUT_RESULT.length) return result;
      length -= result.output.length - CUT_RESULT.length;
      return { ...result, output: CUT_RESULT };
    });
    return { ...turn, results };
  });
}

function lengthOf(turn: AgentTurn): number {
  if (turn.role !== "tools") return turn.text.length;
  return turn.results.reduce((sum, { output }) => sum + output.length, 0);
}
