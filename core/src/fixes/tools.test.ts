import { beforeEach, describe, expect, test } from "vitest";
import { readRepositorySettings } from "../github/repository-settings.ts";
import type { Checkout, TreeFile } from "../ports.ts";
import { openOverlay } from "./overlay.ts";
import type { ToolDesk, ToolOutcome } from "./tool.ts";
import { callTool, TOOL_SPECS } from "./tools.ts";

const KEY = `ghp_${"a1B2".repeat(9)}`;
const FILES: Record<string, string> = {
  "src/a.ts": "export const a = 1;\nexport const b = 1;\n",
  "src/deep/c.ts": "line one\r\nline two\r\n",
  "src/key.ts": `const key = "${KEY}";\n`,
  ".env": "TOKEN=1\n",
  ".github/workflows/ci.yml": "on: push\n",
};
const TREE: TreeFile[] = [
  ...Object.entries(FILES).map(([path, text]): TreeFile => ({ path, kind: "file", bytes: text.length })),
  { path: "link", kind: "symlink", bytes: 4 },
  { path: "logo.png", kind: "file", bytes: 9 },
];

const checkout: Checkout = {
  sha: "b".repeat(40),
  listFiles: async () => TREE,
  readFile: async (path) => FILES[path] ?? null,
  run: async () => ({ exitCode: 0, stopped: null, output: "", seconds: 0 }),
  close: async () => {},
};

let desk: ToolDesk;
beforeEach(async () => {
  desk = {
    overlay: await openOverlay(checkout),
    settings: readRepositorySettings({ settings: {} }),
    runTests: async () => ({ exitCode: 1, stopped: null, output: "\u001B[31mnot ok\u001B[0m\n", seconds: 2 }),
  };
});

const call = (name: string, input: unknown): Promise<ToolOutcome> =>
  callTool(desk, { id: "c1", name, input }, { wasReminded: true });

describe("looking", () => {
  test("lists files and folders, without links", async () => {
    expect((await call("list_files", {})).output).not.toContain("link");
    expect((await call("list_files", { under: "src/" })).output.split("\n")).toEqual([
      "src/a.ts",
      "src/deep/c.ts",
      "src/key.ts",
    ]);
  });

  test("reads a part of a file", async () => {
    expect((await call("read_file", { path: "src/a.ts", fromLine: 2, lines: 1 })).output).toBe(
      "[lines 2 to 2 of 3]\nexport const b = 1;",
    );
  });

  test("finds lines, in any case where asked", async () => {
    expect((await call("search", { text: "CONST A", ignoreCase: true })).output).toBe(
      "src/a.ts:1: export const a = 1;",
    );
    expect((await call("search", { text: "CONST A" })).output).toBe("No line contains it.");
  });

  test("never shows a secret, and does not confirm a guess", async () => {
    expect((await call("read_file", { path: "src/key.ts" })).output).toContain("[hidden]");
    expect((await call("search", { text: KEY.slice(0, 12) })).output).toBe("No line contains it.");
    expect((await call("search", { text: "TOKEN" })).output).toBe("No line contains it.");
  });

  test.each([".env", "../x", "/etc/passwd", "src/../.env"])("refuses to read %s", async (path) => {
    expect(await call("read_file", { path })).toMatchObject({ outcome: "refused" });
  });

  test.each(["nope.ts", "link", "logo.png"])("says that %s is no text file", async (path) => {
    expect(await call("read_file", { path })).toMatchObject({ outcome: "error" });
  });
});

describe("changing", () => {
  test("a text that stands once is replaced", async () => {
    await call("edit_file", { path: "src/a.ts", old: "a = 1", new: "a = $& 2" });

    expect(desk.overlay.changes.get("src/a.ts")).toBe("export const a = $& 2;\nexport const b = 1;\n");
  });

  test("a text that stands twice or nowhere is not", async () => {
    expect((await call("edit_file", { path: "src/a.ts", old: " = 1;", new: "" })).output).toContain(
      "more than once",
    );
    expect((await call("edit_file", { path: "src/a.ts", old: "zzz", new: "" })).output).toContain(
      "Read the file",
    );
    expect(desk.overlay.changes.size).toBe(0);
  });

  test("Windows line ends stay", async () => {
    await call("edit_file", { path: "src/deep/c.ts", old: "one\nline", new: "1\nline" });

    expect(desk.overlay.changes.get("src/deep/c.ts")).toBe("line 1\r\nline two\r\n");
  });

  test("what is changed back counts as unchanged", async () => {
    await call("write_file", { path: "src/a.ts", contents: "x" });
    await call("write_file", { path: "src/a.ts", contents: FILES["src/a.ts"] ?? "" });

    expect(desk.overlay.changes.size).toBe(0);
  });

  test("a new file is seen at once, and is in the way of a folder of its name", async () => {
    await call("write_file", { path: "new.ts", contents: "1\n" });

    expect((await call("list_files", {})).output).toContain("new.ts");
    expect(await call("write_file", { path: "new.ts/inner.ts", contents: "" })).toMatchObject({
      rule: "taken",
    });
    expect(await call("write_file", { path: "NEW.ts", contents: "" })).toMatchObject({ rule: "taken" });
  });

  test("a new file that is deleted again leaves no trace", async () => {
    await call("write_file", { path: "new.ts", contents: "1\n" });
    await call("delete_file", { path: "new.ts" });

    expect(desk.overlay.changes.size).toBe(0);
    expect((await call("list_files", {})).output).not.toContain("new.ts");
  });

  test("a deleted file is gone, and can be written again", async () => {
    await call("delete_file", { path: "src/a.ts" });

    expect(desk.overlay.changes.get("src/a.ts")).toBeNull();
    expect(await call("read_file", { path: "src/a.ts" })).toMatchObject({ outcome: "error" });
    expect(await call("write_file", { path: "src/a.ts", contents: "2\n" })).toMatchObject({
      outcome: "done",
    });
  });
});

describe("what may not be changed", () => {
  test.each([
    ["a workflow", ".github/workflows/ci.yml", "forbidden"],
    ["a new workflow in other letters", ".GitHub/workflows/x.yml", "forbidden"],
    ["a lock file", "package-lock.json", "forbidden"],
    ["git's folder", "src/.git/config", "escape"],
    ["a place outside", "../../etc/cron.d/x", "escape"],
    ["an absolute path", "/etc/passwd", "escape"],
    ["a link", "link", "link"],
    ["something behind a link", "link/x", "link"],
    ["a file of secrets", ".env", "secret"],
  ])("%s is refused by every tool", async (_, path, rule) => {
    for (const outcome of [
      await call("write_file", { path, contents: "" }),
      await call("edit_file", { path, old: "a", new: "b" }),
      await call("delete_file", { path }),
    ]) {
      expect(outcome).toMatchObject({ outcome: "refused", rule });
    }
    expect(desk.overlay.changes.size).toBe(0);
  });

  test("a binary file is neither written nor deleted", async () => {
    expect(await call("write_file", { path: "logo.png", contents: "" })).toMatchObject({ outcome: "error" });
    expect(await call("delete_file", { path: "logo.png" })).toMatchObject({ outcome: "error" });
  });

  test("what was hidden cannot be written over the secret", async () => {
    expect(
      await call("write_file", { path: "src/key.ts", contents: 'const key = "[hidden]";' }),
    ).toMatchObject({
      outcome: "error",
    });
    await call("edit_file", { path: "src/key.ts", old: "const key", new: "const theKey" });
    expect(desk.overlay.changes.get("src/key.ts")).toContain(KEY);
  });
});

describe("ending", () => {
  const FIX = { summary: "s", cause: "c", confidence: 0.5, limits: [] };

  test("a run of the tests comes without colors", async () => {
    expect((await call("run_tests", {})).output).toBe("[failed in 2 s, exit code 1]\nnot ok\n");
  });

  test("a change that is too large or hides something must be mended first", async () => {
    desk.settings = { ...desk.settings, fixMaxLines: 5 };
    await call("write_file", { path: "new.ts", contents: "x\n".repeat(9) });
    expect(await call("finish", FIX)).toMatchObject({ outcome: "refused", rule: "size" });

    await call("write_file", { path: "new.ts", contents: "a\u202Eb\n" });
    expect(await call("finish", FIX)).toMatchObject({ outcome: "refused", rule: "hidden" });

    await call("write_file", { path: "new.ts", contents: "ab\n" });
    expect(await call("finish", FIX)).toMatchObject({ outcome: "finished", fix: FIX });
  });
});

describe("what a model may send", () => {
  test.each([
    ["no object", "not JSON {"],
    ["nothing", undefined],
    ["a missing argument", {}],
    ["an argument too many", { path: "src/a.ts", sudo: true }],
    ["another type", { path: ["src/a.ts"] }],
  ])("%s is answered with what is wrong", async (_, input) => {
    expect(await call("read_file", input)).toMatchObject({ outcome: "error" });
  });

  test("a tool that there is not is answered with those there are", async () => {
    expect((await call("bash", { command: "env" })).output).toContain("read_file");
  });

  test("every tool describes its input as an object without other keys", () => {
    expect(TOOL_SPECS.map(({ name }) => name)).toHaveLength(8);
    for (const { inputSchema } of TOOL_SPECS) {
      expect(inputSchema).toMatchObject({ type: "object", additionalProperties: false });
      expect(inputSchema).not.toHaveProperty("$schema");
    }
  });
});
