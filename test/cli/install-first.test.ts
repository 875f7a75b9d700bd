import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";

const SCRIPT = fileURLToPath(new URL("../../cli/src/install-first.mjs", import.meta.url));
const INSTALLED = "node_modules/.pnpm-workspace-state-v1.json";

let project: string;
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), "install-first-"));
  for (const folder of ["cli/src", "bin", "node_modules"])
    mkdirSync(join(project, folder), { recursive: true });
  copyFileSync(SCRIPT, join(project, "cli/src/install-first.mjs"));
  write("pnpm-lock.yaml", 1_000);
});
afterEach(() => rmSync(project, { recursive: true }));

function write(file: string, changedAt: number): void {
  writeFileSync(join(project, file), "");
  utimesSync(join(project, file), changedAt, changedAt);
}

/** Runs the script with an npm that says what it was asked for and ends with `code`. */
function run(code = 0): { status: number | null; stdout: string; stderr: string } {
  const npm = join(project, "bin/npm");
  writeFileSync(npm, `#!/bin/sh\necho "asked: $*"\nexit ${code}\n`);
  chmodSync(npm, 0o755);
  const env = { PATH: `${join(project, "bin")}:/usr/bin:/bin` };
  return spawnSync(process.execPath, ["cli/src/install-first.mjs"], { cwd: project, env, encoding: "utf8" });
}

test("what was never installed is, and standard output stays the command's", () => {
  const { status, stdout, stderr } = run();

  expect(status).toBe(0);
  expect(stdout).toBe("");
  expect(stderr).toContain("asked: run -s setup");
});

test("packages older than their list are installed anew, newer ones are left alone", () => {
  write(INSTALLED, 999);
  expect(run().stderr).toContain("asked: run -s setup");

  write(INSTALLED, 1_001);
  expect(run()).toMatchObject({ status: 0, stdout: "", stderr: "" });
});

test("an installation that fails ends the command", () => {
  expect(run(7).status).toBe(7);
});
