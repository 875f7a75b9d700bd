import { expect, test } from "vitest";
import { takesForGranted } from "./exclusion.ts";

test.each([
  ["How do I run Acme without Docker?", "To run it with Docker, set a password and run `docker compose up`."],
  ["Can I sign up w/o a credit card?", "Enter your credit card and choose a plan."],
  ["Can I use Acme without having an OpenAI key at all?", "Set `OPENAI_API_KEY` for embeddings."],
  ["How do I print without the driver?", "Open the settings.\n\n1. Install the driver.\n2. Choose Print."],
])("%s is not answered by: %s", (question, text) => {
  expect(takesForGranted(question, text)).toBe(true);
});

test.each([
  ["How do I run Acme without Docker?", "Run `npm start` in the project's folder."],
  ["How do I run Acme without Docker?", "Docker is optional: run `npm start`."],
  ["How do I run Acme without Docker?", "Run `docker compose up`. Or run `npm start` in the folder."],
  ["Can I sign up without a credit card?", "You do not need a credit card for the free plan."],
  ["How do I import articles without losing their categories?", "An import keeps the categories."],
  ["How do I run Acme with Docker?", "To run it with Docker, set a password."],
  ["Can I do without?", "Docker is needed."],
])("%s may be answered by: %s", (question, text) => {
  expect(takesForGranted(question, text)).toBe(false);
});
