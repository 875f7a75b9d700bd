import { expect, test } from "vitest";
import { hashSecret, makeLinkCode, readLinkCode, showLinkCode } from "./link-code.ts";

test("a code has eight characters, none of which looks like another", () => {
  const codes = Array.from({ length: 500 }, makeLinkCode);

  for (const code of codes) expect(code).toMatch(/^[A-HJKMNP-Z2-9]{8}$/u);
  expect(new Set(codes).size).toBe(codes.length);
});

test("a code is shown in two halves and read back", () => {
  const code = makeLinkCode();

  expect(showLinkCode("ABCDEFGH")).toBe("ABCD-EFGH");
  expect(readLinkCode(showLinkCode(code))).toBe(code);
});

test.each([
  ["abcd-efgh", "ABCDEFGH"],
  ["  ABCD EFGH ", "ABCDEFGH"],
  ["ABCD–EFGH", "ABCDEFGH"],
  ["ABCDEFG", null],
  ["ABCDEFGHJ", null],
  ["ABCDEFG0", null],
  ["", null],
  ["'; drop table people", null],
  ["A".repeat(1_000_000), null],
])("what was typed is read with patience (case %#)", (typed, code) => {
  expect(readLinkCode(typed)).toBe(code);
});

test("the same secret has another hash for another use and in another workspace", () => {
  const hashes = [
    hashSecret("link code", 1, "ABCDEFGH"),
    hashSecret("link code", 2, "ABCDEFGH"),
    hashSecret("web session", 1, "ABCDEFGH"),
  ];

  expect(new Set(hashes).size).toBe(3);
});
