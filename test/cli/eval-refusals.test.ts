import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { evalRoom, QUESTIONS } from "./eval-room.ts";

const { aFile, runEval, run } = await evalRoom();

describe("what eval cannot measure", () => {
  test.each([
    ["a missing corpus", ["--corpus", "missing.jsonl"], 1, "missing.jsonl does not exist"],
    ["missing questions", ["--questions", "missing.jsonl"], 1, "missing.jsonl cannot be read"],
    ["a missing gap", ["--gap", "missing.json"], 1, "missing.json cannot be read"],
    ["Claude without a key", ["--model", "anthropic"], 2, "ANTHROPIC_API_KEY"],
    ["OpenAI without a key", ["--model", "openai"], 2, "OPENAI_API_KEY"],
    ["an unknown model", ["--model", "parrot"], 2, "offline, anthropic, openai"],
    ["no question at all", ["--limit", "0"], 2, "a whole number from 1 up"],
  ])("is %s, and it says so", async (_, args, code, said) => {
    const ran = await runEval(args);

    expect(ran.code).toBe(code);
    expect(ran.stderr).toContain(said);
    expect(ran.stderr).not.toContain("    at ");
    expect(ran.stdout).toBe("");
  });

  test.each([
    ["an empty corpus", [], "The corpus holds no articles."],
    ["a corpus of broken lines", ["{"], "holds no articles. "],
  ])("is %s", async (_, lines, said) => {
    const corpus = aFile("empty.jsonl", lines);

    const { code, stderr, stdout } = await run("--corpus", corpus);

    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain(said);
  });

  test("is reported only where it can be written", async () => {
    const { code, stderr } = await run("--report", join(aFile("a-file", []), "report"));

    expect(code).toBe(1);
    expect(stderr).toContain("The report cannot be written to");
    expect(stderr).not.toContain("Importing");
  });

  test.runIf(existsSync("/proc/self"))("is not waited for where no folder can be made at all", async () => {
    const { code, stderr } = await run("--report", "/proc/firstline/report");

    expect(code).toBe(1);
    expect(stderr).toContain("The report cannot be written to /proc/firstline/report (ENOENT");
  });

  test("is measured with no database that cannot be reached, and that is one sentence", async () => {
    const { code, stderr } = await runEval([], { DATABASE_URL: "postgres://nobody@127.0.0.1:9/none" });

    expect(code).toBe(1);
    expect(stderr).toMatch(/^The database cannot be reached .*DATABASE_URL/u);
    expect(stderr).not.toContain("    at ");
  });

  test("includes questions with broken lines, which are named", async () => {
    const questions = aFile("broken-questions.jsonl", [QUESTIONS[0], "{", QUESTIONS[0]]);

    const { code, stderr } = await runEval(["--questions", questions]);

    expect(code).toBe(1);
    expect(stderr).toMatch(/broken-questions\.jsonl:2 {2}The line is not JSON/u);
    expect(stderr).toMatch(/broken-questions\.jsonl:3 {2}The id "q1"/u);
  });
});
