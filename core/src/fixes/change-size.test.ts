import { describe, expect, test } from "vitest";
import { checkSize, measureChanges } from "./change-size.ts";
import { findHiddenText } from "./hidden-text.ts";

const limits = { fixMaxFiles: 2, fixMaxLines: 5 };
const lines = (count: number): string => Array.from({ length: count }, (_, n) => `line ${n}\n`).join("");

describe("the size of a change", () => {
  test.each([
    ["a new file", { before: null, after: "a\nb\n" }, { added: 2, removed: 0 }],
    ["a deleted file", { before: "a\nb\n", after: null }, { added: 0, removed: 2 }],
    ["a changed line", { before: "a\nb\nc\n", after: "a\nB\nc\n" }, { added: 1, removed: 1 }],
    ["nothing", { before: "a\n", after: "a\n" }, { added: 0, removed: 0 }],
    ["a last line without an end", { before: "a\nb", after: "a\nb\n" }, { added: 1, removed: 1 }],
  ])("%s", (_, change, expected) => {
    expect(measureChanges([{ path: "a", ...change }], 100)).toMatchObject(expected);
  });

  test("is within the limits of the repository or refused with the figure", () => {
    expect(checkSize([{ path: "a", before: "a\n", after: "b\n" }], limits)).toMatchObject({ ok: true });
    expect(checkSize([{ path: "a", before: null, after: lines(5) }], limits)).toMatchObject({ ok: true });
    expect(checkSize([{ path: "a", before: null, after: lines(6) }], limits)).toMatchObject({
      ok: false,
      reason: "The change has 6 lines; at most 5 are allowed.",
    });
    const three = ["a", "b", "c"].map((path) => ({ path, before: null, after: "x\n" }));
    expect(checkSize(three, limits)).toMatchObject({ ok: false, rule: "size" });
  });

  test("a file that is left as it was does not count", () => {
    const same = ["a", "b", "c"].map((path) => ({ path, before: "x\n", after: "x\n" }));

    expect(checkSize(same, limits)).toMatchObject({ ok: true, size: { files: 0 } });
  });

  test("one line that nobody can read is refused", () => {
    expect(checkSize([{ path: "a", before: null, after: "x".repeat(2000) }], limits)).toMatchObject({
      ok: false,
      rule: "size",
    });
  });

  test("a big file that is written anew is refused without finding the shortest difference", () => {
    const change = { path: "a", before: lines(20_000), after: lines(20_000).replaceAll("line", "row") };

    expect(checkSize([change], { fixMaxFiles: 50, fixMaxLines: 5000 })).toMatchObject({
      ok: false,
      rule: "size",
    });
  });
});

describe("what reviewers cannot see", () => {
  test.each([
    ["a", "a\u202eb", "characters that turn the direction of text around"],
    ["a", "a\u2066b", "characters that turn the direction of text around"],
    ["a", "a\u200bb", "invisible characters"],
    ["a", "a\u{e0041}b", "invisible characters"],
    ["a", "a\u3164b", "invisible characters"],
    ["\ufeffa", "\ufeffa\ufeff", "invisible characters"],
    ["a", "is\u200dAdmin", "invisible characters"],
    ["a", "❤\ufe0f\ufe0f", "invisible characters"],
    ["a", "x\ufe01", "invisible characters"],
    ["a", "a\u0000b", "control characters"],
    ["a", "a\u001b[31mb", "control characters"],
    ["a", "a\u0008b", "control characters"],
    ["a", "a\u2028b", "line ends that most editors do not show"],
    ["a", "a\ud800b", "broken characters"],
  ])("%j to %j brings %s", (before, after, what) => {
    expect(findHiddenText(before, after)).toBe(what);
  });

  test.each([
    ["a", "tab\tand\r\nline\n"],
    ["\ufeffa", "\ufeffb"],
    ["x\u202ey", "new x\u202ey"],
    ["a", "family 👨\u200d👩\u200d👧, heart ❤\ufe0f, می\u200cخواهم, naïve, 日本語"],
  ])("%j to %j brings nothing", (before, after) => {
    expect(findHiddenText(before, after)).toBeNull();
  });

  test("a change that hides something is refused", () => {
    expect(checkSize([{ path: "a.ts", before: "", after: "x\u202e" }], limits)).toEqual({
      ok: false,
      rule: "hidden",
      reason: "a.ts would contain characters that turn the direction of text around.",
    });
  });
});
