/** What 1,000 users ask in a month, as assumed; every figure of the cost simulator rests on these. */
export const MONTH = {
  users: 1000,
  /** New questions: two users of five ask one. */
  questions: 400,
  /** Share of the questions whose asker writes again after the answer. */
  followUps: 0.3,
  /** Posts that are sorted and not answered (thanks, chatter), a question each. */
  chatter: 400,
  workDays: 22,
  hoursADay: 10,
  minutesToFollowUp: 2,
};

export type Arrival = { kind: "question" | "follow-up" | "chatter"; index: number; at: number };

/** The month's messages in order of time; `at` in milliseconds. The same each time. */
export function monthOfMessages(): Arrival[] {
  const random = seeded(7);
  const opening = (): number => {
    const day = Math.floor(random() * MONTH.workDays);
    return (day * 24 + random() * MONTH.hoursADay) * 3_600_000;
  };
  const questions = Array.from({ length: MONTH.questions }, (_, index): Arrival[] => {
    const question: Arrival = { kind: "question", index, at: opening() };
    if (random() >= MONTH.followUps) return [question];
    const at = question.at + MONTH.minutesToFollowUp * 60_000 * (0.5 + random());
    return [question, { kind: "follow-up", index, at }];
  });
  const chatter = Array.from({ length: MONTH.chatter }, (_, index): Arrival => {
    return { kind: "chatter", index, at: opening() };
  });
  return [...questions.flat(), ...chatter].toSorted((a, b) => a.at - b.at);
}

/** Numbers from 0 to 1 that look random and are the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
