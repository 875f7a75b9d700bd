import { describe, expect, test } from "vitest";
import { focusQuestion } from "./focus-question.ts";

const STORY =
  "We have used this with our community of 300 members for two weeks, and people love it. Last month we moved everything to a new server, because the old one in the basement was too slow.";

describe("of a long message stays what it asks", () => {
  test.each([
    ["in front of its story", `How do I back up the database? ${STORY}`],
    ["behind its story", `${STORY} How do I back up the database?`],
    [
      "between greetings and thanks",
      `Hi team! Hope you're all well. ${STORY} How do I back up the database? No hurry at all.\nCheers, Mia`,
    ],
    ["above a signature", `${STORY}\nHow do I back up the database?\n\nBest regards\nMia Jones`],
  ])("%s", (_, message) => {
    expect(focusQuestion(message)).toBe("How do I back up the database?");
  });

  test.each([
    [
      "German",
      "Hallo zusammen! Wir nutzen das System seit einer Woche mit allen Kollegen, und alle sind sehr zufrieden mit der schnellen Arbeit der neuen Server. Wie kann ich eine Rechnung exportieren? Vielen Dank im Voraus!",
      "Wie kann ich eine Rechnung exportieren?",
    ],
    [
      "French",
      "Bonjour à tous. Notre petite équipe utilise la plateforme depuis trois semaines pour gérer les demandes des clients et tout le monde en est content. Comment puis-je exporter une facture ? Merci d'avance !",
      "Comment puis-je exporter une facture ?",
    ],
  ])("in %s", (_, message, question) => {
    expect(focusQuestion(message)).toBe(question);
  });

  test("all of its questions stay, each in its place", () => {
    const message = `How do I invite people? ${STORY} And what does a seat cost?`;
    expect(focusQuestion(message)).toBe("How do I invite people?\nAnd what does a seat cost?");
  });
});

describe("a question that leans on its story takes what it leans on", () => {
  test("what goes wrong, rather than what is merely told", () => {
    const failure = "Since the update the worker exits with an error about the queue.";
    expect(focusQuestion(`${STORY} ${failure} ${STORY} What can I do about it?`)).toBe(
      `${failure}\nWhat can I do about it?`,
    );
  });

  test("what stands before it, where nothing goes wrong", () => {
    const message = `${STORY} Our invoices have the address of the office that we left in May. How do I change it?`;
    expect(focusQuestion(message)).toBe(
      "Our invoices have the address of the office that we left in May.\nHow do I change it?",
    );
  });
});

describe("never left out", () => {
  test.each([
    ["code", '```\nError: relation "tickets" does not exist\n```'],
    ["a name in code", "The setting is `MAX_SEATS`."],
    ["what only a person can do", "I was charged twice for my seat."],
  ])("%s", (_, sentence) => {
    const kept = focusQuestion(`${STORY}\n${sentence}\nHow do I back up the database?`);
    expect(kept).toBe(`${sentence}\nHow do I back up the database?`);
  });
});

describe("stays as it is", () => {
  test.each([
    ["a short message", "I lost my phone. How do I sign in?"],
    ["a message without a question", STORY],
    ["nothing but politeness", "Hello everybody! Thanks a lot!"],
    ["a polite word that the question needs", "Sorry if this is obvious, but how do I export my data?"],
    ["a question of two words after thanks", "Thanks, how delete?"],
    ["no words at all", "👍"],
    ["an empty message", ""],
  ])("%s", (_, message) => {
    expect(focusQuestion(message)).toBe(message);
  });
});

test.each([
  ["Привет всем! Как отозвать токен?", "Как отозвать токен?"],
  ["你好！怎么撤销令牌？", "怎么撤销令牌？"],
  [
    "こんにちは。トークンを更新するにはどうすればいいですか？ありがとうございます。",
    "トークンを更新するにはどうすればいいですか？",
  ],
])("a greeting and thanks go in other languages, too: %s", (message, question) => {
  expect(focusQuestion(message)).toBe(question);
});

test("mere politeness goes from a short message, too", () => {
  expect(focusQuestion("Hi all! How do I export my data? Any help is appreciated.\nThanks\nMia")).toBe(
    "How do I export my data?",
  );
});

test.each([
  ["letters", `thanks\n${"a".repeat(40_000)}!`],
  ["capitals", `Thanks ${"A".repeat(40_000)}?`],
  ["greetings", "hi all ".repeat(6_000)],
  ["commas", `hi${",".repeat(40_000)}`],
  ["ticks", "```".repeat(13_000)],
  ["sentences", "It fails. How? ".repeat(2_700)],
])("40,000 characters of %s are read in time", { timeout: 5_000 }, (_, message) => {
  expect(focusQuestion(message).length).toBeLessThanOrEqual(message.length);
});
