import { expect, test } from "vitest";
import { detectSentiment } from "./sentiment.ts";

test.each([
  ["This is awesome, I love the new editor", "positive"],
  ["Thank you so much, that was really helpful!", "positive"],
  ["Danke, super gelöst", "positive"],
  ["This is ridiculous, I have been waiting for days", "negative"],
  ["I am not happy with your service", "negative"],
  ["WHY IS THIS STILL BROKEN???", "negative"],
  ["how do I add a user", "neutral"],
  ["The build fails with an error, thanks in advance", "neutral"],
  ["TypeError: undefined is not a function", "neutral"],
  ["", "neutral"],
] as const)("%j is %s", (text, sentiment) => {
  expect(detectSentiment(text)).toBe(sentiment);
});
