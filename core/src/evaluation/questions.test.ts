import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readGap, readQuestions, withoutGap } from "./questions.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "firstline-questions-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function aFile(text: string): string {
  const file = join(folder, "file");
  writeFileSync(file, text);
  return file;
}

describe("questions", () => {
  test("are read with their ids as text, each right article once, and the kind where it is given", async () => {
    const file = aFile(
      '\uFEFF{"id": 7, "question": " Why? ", "gold": ["a", "a", 3], "answerable": true}\r\n\n{"id": "b", "question": "How?", "gold": [], "answerable": false, "kind": "underspecified"}\n',
    );

    expect(await readQuestions(file)).toEqual([
      { id: "7", question: "Why?", gold: ["a", "3"], answerable: true, kind: null },
      { id: "b", question: "How?", gold: [], answerable: false, kind: "underspecified" },
    ]);
  });

  test("are answerable when an article answers them, unless the file says", async () => {
    const questions = await readQuestions(
      aFile(
        '{"id":1,"question":"a","gold":["x"]}\n{"id":2,"question":"b"}\n{"id":3,"question":"c","gold":null,"answerable":null}',
      ),
    );

    expect(questions.map(({ answerable }) => answerable)).toEqual([true, false, false]);
  });

  test("that cannot be used are all named with their lines", async () => {
    const file = aFile(
      '{"id":1,"question":"a"}\n{"id":1,"question":"b"}\nnot json\n{"id":3,"question":" "}\n{"id":4,"question":"c","gold":"x"}\n[]',
    );

    const reading = readQuestions(file);

    await expect(reading).rejects.toMatchObject({ code: "invalid" });
    const said = await reading.catch((error: Error) => error.message);
    expect(said).toMatch(/file:2 {2}The id "1" stands on an earlier line/u);
    expect(said).toMatch(/file:3 {2}The line is not JSON/u);
    expect(said).toMatch(/file:4 {2}question: /u);
    expect(said).toMatch(/file:5 {2}gold: /u);
    expect(said).toMatch(/file:6 {2}/u);
  });

  test("of an endless broken file are named up to a point", async () => {
    const said = await readQuestions(aFile("no\n".repeat(50))).catch((error: Error) => error.message);

    expect(said).toContain("and 40 more");
  });

  test.each(["", "\n \n"])("must be there", async (text) => {
    await expect(readQuestions(aFile(text))).rejects.toThrow("holds no questions");
  });

  test("of a missing file are an error that names it", async () => {
    await expect(readQuestions(join(folder, "missing"))).rejects.toMatchObject({
      code: "invalid",
      message: expect.stringContaining("missing cannot be read"),
    });
  });
});

describe("a gap", () => {
  test("is a list of ids", async () => {
    expect(await readGap(aFile('["a", 2]'))).toEqual(new Set(["a", "2"]));
  });

  test.each(["", "{}", '[["a"]]', "a\nb"])("is nothing else: %j", async (text) => {
    await expect(readGap(aFile(text))).rejects.toThrow("is not a JSON array of article ids");
  });

  test.each([
    { gold: ["a", "b"], gap: ["a"], left: ["b"], answerable: true },
    { gold: ["a", "b"], gap: ["a", "b"], left: [], answerable: false },
    { gold: ["a"], gap: ["x"], left: ["a"], answerable: true },
    { gold: [], gap: ["x"], left: [], answerable: true },
  ])(
    "makes a question unanswerable that has lost all of $gold to $gap",
    ({ gold, gap, left, answerable }) => {
      const question = { id: "1", question: "Why?", gold, answerable: true, kind: null };

      expect(withoutGap(question, new Set(gap))).toEqual({ ...question, gold: left, answerable });
    },
  );
});
