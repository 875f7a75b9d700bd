import { expect, test } from "vitest";
import { mayAnswer } from "./manners.ts";
import type { MannersInput } from "./manners.ts";

const followUp: MannersInput = {
  handler: "ai",
  status: "ai_responding",
  author: "asker",
  previous: "ai",
  mentionsUs: false,
  mentionsOthers: false,
};

test.each<[string, Partial<MannersInput>, boolean]>([
  ["a follow-up of the asker is answered", {}, true],
  ["a bystander is not answered", { author: "other" }, false],
  ["an agent is not answered", { author: "agent" }, false],
  ["nothing is answered once people handle the ticket", { handler: "human", mentionsUs: true }, false],
  ["nothing is answered while it waits for people", { status: "escalated" }, false],
  ["the asker talking with a bystander is left alone", { previous: "other" }, false],
  ["the asker addressing somebody else is left alone", { mentionsOthers: true }, false],
  [
    "the asker calling the bot by name is answered all the same",
    { previous: "other", mentionsUs: true },
    true,
  ],
])("%s", (_, change, expected) => {
  expect(mayAnswer({ ...followUp, ...change })).toBe(expected);
});
