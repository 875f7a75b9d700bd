import { describe, expect, test } from "vitest";
import type { ConversationTurn } from "../ports.ts";
import { leansOnNothing, standAlone } from "./stand-alone.ts";

const FIRST = "How do I install the command line tool on macOS with Homebrew?";
const member = (text: string): ConversationTurn => ({ sender: "member", name: "Mia", text });
const ai = (text: string): ConversationTurn => ({ sender: "ai", name: null, text });
const THREAD = [member(FIRST), ai("Run `brew install acme`.")];

describe("a first question", () => {
  test.each([
    [
      "keeps to itself when its subject was cut from it",
      "How do I rotate a token",
      "How do I rotate a token? I lost it.",
      "How do I rotate a token? I lost it.",
    ],
    [
      "takes the title of its post with it",
      "Tokens on Windows",
      "How do I rotate them?",
      "Tokens on Windows\nHow do I rotate them?",
    ],
    [
      "knows its cut subject again",
      "How do I rotate a token that belongs to…",
      "How do I rotate a token that belongs to nobody?",
      "How do I rotate a token that belongs to nobody?",
    ],
  ])("%s", (_, subject, text, query) => {
    expect(standAlone({ subject, thread: [], text })).toBe(query);
  });
});

describe("a follow-up that leans on the thread takes the last full question with it", () => {
  test.each([
    "And on Windows?",
    "what about Linux servers with no internet connection at all",
    "How do I remove it again?",
    "Does this work behind a corporate proxy?",
    "I tried that and got an error about permissions",
    "Still not working after a restart of the machine",
    "It says command not found in my terminal",
    "workspace tokens",
    "Can I change the color?",
    "What for?",
    "Und unter Windows?",
    "Wie kann ich das wieder entfernen, bitte?",
  ])("%s", (text) => {
    expect(standAlone({ subject: FIRST, thread: THREAD, text })).toBe(`${FIRST}\n${text}`);
  });
});

test("what a follow-up quotes from the thread is not searched for", () => {
  const text = "> Run `brew install acme`.\nWhere does this put the configuration file?";
  expect(standAlone({ subject: FIRST, thread: THREAD, text })).toBe(
    `${FIRST}\nWhere does this put the configuration file?`,
  );
  const quote = "> Run `brew install acme`.";
  expect(standAlone({ subject: FIRST, thread: THREAD, text: quote })).toBe(quote);
});

describe("a new question stands alone", () => {
  test.each([
    "How do I export my data?",
    "Can I pay by invoice?",
    "Is there a way to export all invoices of one month as CSV?",
    "How do I invite more people to my workspace without admin rights?",
    "Is it possible to schedule a nightly backup to an S3 bucket?",
    "My nightly deployment fails with this error: ENOSPC no space left on device",
  ])("%s", (text) => {
    expect(standAlone({ subject: FIRST, thread: THREAD, text })).toBe(text);
  });
});

test("what came between is passed over when it leans on the thread itself", () => {
  const thread = [...THREAD, member("And on Windows?"), ai("Use winget.")];

  expect(standAlone({ subject: FIRST, thread, text: "How do I update it there?" })).toBe(
    `${FIRST}\nHow do I update it there?`,
  );
});

test("a newer full question is what a follow-up belongs to", () => {
  const newer = "How do I invite more people to my workspace without admin rights?";
  const thread = [...THREAD, member(newer), ai("Ask an admin.")];

  expect(standAlone({ subject: newer, thread, text: "Why not?" })).toBe(`${newer}\nWhy not?`);
});

test("only other people's messages before it do not make a question a follow-up", () => {
  const thread: ConversationTurn[] = [{ sender: "agent", name: "Bea", text: "Hello!" }];

  expect(standAlone({ subject: "Tokens", thread, text: "Rotate how?" })).toBe("Tokens\nRotate how?");
});

test.each([
  ["how do I delete it", [], true],
  ["where do I put that?", [], true],
  ["how do I delete it", THREAD, false],
  ["how do I delete a workspace", [], false],
  ["is it possible to delete a workspace", [], false],
  ["my token leaked in a public channel, how do I rotate it at once?", [], false],
] as const)("%s: leans on something that nobody said, after %j: %s", (text, thread, leans) => {
  expect(leansOnNothing({ subject: text, thread: [...thread], text })).toBe(leans);
});
