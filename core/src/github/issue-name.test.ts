import { expect, test } from "vitest";
import { readIssueName } from "./issue-name.ts";

test.each([
  [12, { repo: null, number: 12 }],
  ["#12", { repo: null, number: 12 }],
  [" 12 ", { repo: null, number: 12 }],
  ["acme/app#12", { repo: "acme/app", number: 12 }],
  ["https://github.com/acme/app/issues/12", { repo: "acme/app", number: 12 }],
  ["<https://github.example/acme/app/issues/12#issuecomment-3>", { repo: "acme/app", number: 12 }],
])("%j names an issue", (given, name) => {
  expect(readIssueName(given)).toEqual(name);
});

test.each([
  ["https://github.com/acme/app/pull/3", "pull request"],
  ["https://github.com/acme/app/issues/0", "numbered from 1"],
  ["0", "numbered from 1"],
  ["-1", "Give the issue's number"],
  ["../../x#1", "Give the issue's number"],
  ["https://github.com/acme/app/issues/new", "Give the issue's number"],
  ["12; drop table", "Give the issue's number"],
  ["", "Give the issue's number"],
])("%j names none", (given, sentence) => {
  expect(() => readIssueName(given)).toThrow(sentence);
});
