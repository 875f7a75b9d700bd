import { expect, test } from "vitest";
import { scoreQuestion } from "./is-question.ts";

test.each([
  "How do I rotate a token?",
  "anyone else seeing 502s from the API since this morning",
  "my build fails with ENOENT after the upgrade",
  "I'm trying to set up webhooks but nothing arrives",
  "thoughts on using the queue for mails?",
  "Wie richte ich den Webhook ein?",
])("%j asks for something", (text) => {
  expect(scoreQuestion(text)).toBeGreaterThanOrEqual(0.5);
});

test.each(["thanks, that worked!", "good morning everyone", "gtg, see you tomorrow", "lol", "+1", ""])(
  "%j asks for nothing",
  (text) => {
    expect(scoreQuestion(text)).toBeLessThan(0.5);
  },
);
