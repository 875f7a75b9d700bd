import { spawn } from "node:child_process";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { CommandRun, RunLimits } from "@firstline/core";
import { Bench, findProblem, LIMITS, processesWith } from "./workbench.ts";

const problem = await findProblem();
const NONE = new Map<string, string | null>();

let bench: Bench;
beforeEach(({ skip }) => {
  skip(problem !== null, problem ?? "");
  bench = new Bench();
});
afterEach(() => {
  if (problem === null) bench[Symbol.dispose]();
});

async function run(command: string, limits: Partial<RunLimits> = {}): Promise<CommandRun> {
  const checkout = await bench.checkOutFiles([{ path: "a.txt", content: "a\n" }]);
  return checkout.run(command, NONE, { ...LIMITS, ...limits });
}

test.each([
  ["an endless loop", "while :; do :; done", "time"],
  ["sleep", "sleep 1000", "time"],
  ["what takes no notice of being asked to stop", "trap '' TERM INT HUP; while :; do sleep 1; done", "time"],
  ["a flood of output", "yes 0123456789", "output"],
  ["output on the other stream", "yes 0123456789 >&2", "output"],
])("is ended: %s", async (_, command, stopped) => {
  const result = await run(command, { seconds: 3 });

  expect(result).toMatchObject({ exitCode: null, stopped });
  expect(result.output.length).toBeLessThan(LIMITS.outputBytes + 100);
});

test.each([
  ["in one process", `perl -e '$x = "a" x 100_000_000; push @a, $x . $_ for 1..100; sleep 60'`],
  ["in many", `for n in 1 2 3 4; do perl -e '$x = "a" x 60_000_000; $y = $x . "b"; sleep 60' & done; wait`],
])("is ended: memory %s", async (_, command) => {
  expect(await run(command, { memoryMb: 300 })).toMatchObject({ exitCode: null, stopped: "memory" });
});

test("is ended: files in memory, which are no memory of any process", async () => {
  const fill =
    "dd if=/dev/zero of=/tmp/x bs=1M count=2000; dd if=/dev/zero of=/dev/shm/x bs=1M count=2000; df -m /tmp /dev/shm | tail -n 2 | tr -s ' ' | cut -d' ' -f2";

  const { output } = await run(fill, { memoryMb: 128 });

  expect(output.match(/No space left on device/gu)).toHaveLength(2);
  expect(output).toContain("\n64\n64\n");
});

test("is ended: files in memory that have no name", async () => {
  // The number of the call that makes such a file.
  const call = process.arch === "arm64" ? 279 : 319;
  const hog = `perl -e 'for (1..40) { my $fd = syscall(${call}, my $n = "x", 0); open(my $f, ">&=", $fd); push @f, $f; print $f "a" x 100_000_000; } sleep 60'`;

  expect(await run(hog, { memoryMb: 300 })).toMatchObject({ exitCode: null, stopped: "memory" });
});

test("is ended: processes that only make more of themselves", async () => {
  const mark = "bomb-31415";
  const result = await run(`bash -c 'f() { f | f & }; f; : ${mark}'; sleep 1; exit 5`, { seconds: 5 });

  expect(result.exitCode === 5 || result.stopped !== null || result.output.includes("fork")).toBe(true);
  await vi.waitFor(() => expect(processesWith(mark)).toEqual([]), { timeout: 10_000, interval: 50 });
});

test("is ended: a file of ten gigabytes", async () => {
  const { output } = await run(
    "truncate -s 10G big 2>/dev/null || echo refused; dd if=/dev/zero of=other bs=1 count=1 seek=2G 2>/dev/null || echo refused",
  );

  expect(output).toContain("refused");
  expect(output).not.toContain("big");
});

test("is ended: processes that were left behind in the background", async () => {
  const mark = `98765.${process.pid}`;
  const result = await run(`(setsid sleep ${mark} >/dev/null 2>&1 &); (nohup sleep ${mark} &); echo done`);

  expect(result).toMatchObject({ exitCode: 0, output: expect.stringContaining("done") });
  await vi.waitFor(() => expect(processesWith(mark)).toEqual([]), { timeout: 10_000, interval: 50 });
});

test("is ended: everything, when the process that runs it is killed", async () => {
  const mark = `87654.${process.pid}`;
  const repository = bench.repository([{ path: "a", content: "a" }]);
  const script = join(import.meta.dirname, "run-until-killed.ts");
  const child = spawn(process.execPath, [script, bench.place, repository.path, `sleep ${mark}`]);
  await vi.waitFor(() => expect(processesWith(`sleep\0${mark}`)).toHaveLength(1), {
    timeout: 20_000,
    interval: 50,
  });

  child.kill("SIGKILL");

  await vi.waitFor(() => expect(processesWith(mark)).toEqual([]), { timeout: 10_000, interval: 50 });
});

test("is ended: a run whose work is called off", async () => {
  const mark = `76543.${process.pid}`;
  const abort = new AbortController();
  const checkout = await bench.checkOut(bench.repository([{ path: "a", content: "a" }]), {
    signal: abort.signal,
  });

  const attempt = checkout.run(`sleep ${mark}`, NONE, LIMITS);
  await vi.waitFor(() => expect(processesWith(`sleep\0${mark}`)).toHaveLength(1), {
    timeout: 20_000,
    interval: 50,
  });
  abort.abort(new Error("called off"));

  await expect(attempt).rejects.toThrow("called off");
  await vi.waitFor(() => expect(processesWith(mark)).toEqual([]), { timeout: 10_000, interval: 50 });
});

test("is ended: a run whose copy is deleted", async () => {
  const mark = `65432.${process.pid}`;
  const checkout = await bench.checkOutFiles([{ path: "a", content: "a" }]);

  const attempt = checkout.run(`sleep ${mark}`, NONE, LIMITS);
  const ended = attempt.then(
    () => null,
    (error: unknown) => error,
  );
  await vi.waitFor(() => expect(processesWith(`sleep\0${mark}`)).toHaveLength(1), {
    timeout: 20_000,
    interval: 50,
  });
  await checkout.close();

  expect(await ended).toMatchObject({ message: "The copy was deleted meanwhile." });
  expect(bench.copies()).toEqual([]);
  await vi.waitFor(() => expect(processesWith(mark)).toEqual([]), { timeout: 10_000, interval: 50 });
});
