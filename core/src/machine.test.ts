import { execFileSync } from "node:child_process";
import { pid } from "node:process";
import { expect, test } from "vitest";
import { isRunningHere, MACHINE } from "./machine.ts";

test("a process is known to run by its number, and another one of the same machine names it the same", () => {
  const script = `import("${import.meta.dirname}/machine.ts").then((here) => console.log(here.MACHINE, process.pid))`;
  const [machine, child] = execFileSync(process.execPath, ["-e", script], { encoding: "utf8" }).split(" ");

  expect(machine).toBe(MACHINE);
  expect(isRunningHere(pid)).toBe(true);
  expect(isRunningHere(Number(child))).toBe(false);
});
