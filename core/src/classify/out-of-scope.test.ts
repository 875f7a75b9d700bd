import { expect, test } from "vitest";
import { learnScope } from "./out-of-scope.ts";

const decide = learnScope([
  { label: "price", text: "What does the mattress cost?" },
  { label: "price", text: "Tell me the price of a pillow" },
  { label: "price", text: "how much is the queen size mattress" },
  { label: "delivery", text: "When will my mattress be delivered?" },
  { label: "delivery", text: "my delivery is late" },
  { label: "delivery", text: "Do you deliver to Berlin" },
]);

test.each([
  ["pillow price", "price"],
  ["hi, what would 2 mattresses cost me", "price"],
  ["delivry is too late", "delivery"],
  ["is the delivery of the mattress late again?", "delivery"],
])("%j belongs to %s", (text, label) => {
  expect(decide(text).label).toBe(label);
});

test("what a bot is for scores higher than what it is not for", () => {
  const inside = ["price of the mattress", "is my delivery late", "matress cost", "delivery cost?"];
  const outside = ["I cannot log in", "ok thanks", "12345", "", "my cat sleeps all day"];

  const lowest = Math.min(...inside.map((text) => decide(text).score));
  const highest = Math.max(...outside.map((text) => decide(text).score));

  expect(lowest).toBeGreaterThan(highest);
});
