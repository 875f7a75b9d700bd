import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { CommandRun, RunLimits } from "@firstline/core";
import { Bench, findProblem, LIMITS } from "./workbench.ts";

const problem = await findProblem();
const NONE = new Map<string, string | null>();

let bench: Bench;
beforeEach(({ skip }) => {
  skip(problem !== null, problem ?? "");
  bench = new Bench();
});
afterEach(() => {
  if (problem === null) bench[Symbol.dispose]();
  vi.unstubAllEnvs();
});

async function run(command: string, limits: Partial<RunLimits> = {}): Promise<CommandRun> {
  const checkout = await bench.checkOutFiles([{ path: "a.txt", content: "a\n" }]);
  return checkout.run(command, NONE, { ...LIMITS, ...limits });
}

test("a run has the files with the changes laid over them, and its exit code and output", async () => {
  const checkout = await bench.checkOutFiles([
    { path: "a.txt", content: "before\n" },
    { path: "gone.txt", content: "x" },
    { path: "bin/tool", content: "#!/bin/sh\necho old\n", mode: "100755" },
    { path: "link", content: "a.txt", mode: "120000" },
  ]);
  const changes = new Map([
    ["a.txt", "after\n"],
    ["gone.txt", null],
    ["bin/tool", "#!/bin/sh\necho tool >&2\n"],
    ["new/deep/b.txt", "ünï\n"],
    ["never/there.txt", null],
  ]);

  const result = await checkout.run("cat link new/deep/b.txt; bin/tool; ls; exit 3", changes, LIMITS);

  expect(result).toMatchObject({ exitCode: 3, stopped: null });
  expect(result.output).toBe("after\nünï\ntool\na.txt\nbin\nlink\nnew\n");
});

test("a run leaves nothing to the next one", async () => {
  const checkout = await bench.checkOutFiles([{ path: "a.txt", content: "a\n" }]);

  await checkout.run("echo changed > a.txt; touch b; mkdir c; chmod 000 c; touch /tmp/t", NONE, LIMITS);
  const second = await checkout.run("cat a.txt; ls /repo /tmp", NONE, LIMITS);

  expect(second.output).toBe("a\n/repo:\na.txt\n\n/tmp:\nhome\n");
  expect(await checkout.readFile("a.txt")).toBe("a\n");
  await checkout.close();
  expect(bench.copies()).toEqual([]);
});

test("a run can go on beside another one of the same checkout", async () => {
  const checkout = await bench.checkOutFiles([{ path: "a.txt", content: "a\n" }]);

  const both = await Promise.all(
    ["one", "two"].map(async (text) => checkout.run("cat a.txt", new Map([["a.txt", text]]), LIMITS)),
  );

  expect(both.map(({ output }) => output)).toEqual(["one", "two"]);
});

test("a run may read the folders that the operator names, with their programs, but not what is hidden in them", async () => {
  const tools = mkdtempSync(join(tmpdir(), "tools-"));
  mkdirSync(join(tools, "bin"));
  mkdirSync(join(tools, "private"));
  writeFileSync(join(tools, "bin", "own-tool"), "#!/bin/sh\necho own\n", { mode: 0o755 });
  writeFileSync(join(tools, "private", "key"), "key");
  execFileSync("chmod", ["-R", "a+rX", tools]);
  using own = new Bench({ readPaths: [tools], hiddenPaths: [join(tools, "private")] });
  const checkout = await own.checkOutFiles([{ path: "a.txt", content: "a\n" }]);

  const { output } = await checkout.run(
    `own-tool; ls ${tools}/private; touch ${tools}/private/x ${tools}/x 2>&1 | grep -c Read-only`,
    NONE,
    LIMITS,
  );

  expect(output).toBe("own\n2\n");
  rmSync(tools, { recursive: true });
});

test.each(["../outside", "/etc/outside", "link/a", "a.txt/b", "folder", ".git/config"])(
  "a run with a change to %s is refused before anything is written",
  async (path) => {
    const checkout = await bench.checkOutFiles([
      { path: "a.txt", content: "a" },
      { path: "folder/a.txt", content: "a" },
      { path: "link", content: bench.place, mode: "120000" },
    ]);
    const attempt = checkout.run("true", new Map([[path, "x"]]), LIMITS);

    await expect(attempt).rejects.toMatchObject({ service: "workbench", retryable: false });
    expect(bench.copies()).toHaveLength(1);
  },
);

test("a change to a link puts a file in its place, and writes nothing through it", async () => {
  const checkout = await bench.checkOutFiles([{ path: "link", content: bench.place, mode: "120000" }]);
  const copies = bench.copies();

  const { output } = await checkout.run("cat link", new Map([["link", "plain"]]), LIMITS);

  expect(output).toBe("plain");
  expect(bench.copies()).toEqual(copies);
});

test("from inside, no network can be reached, neither this machine's nor any other", async () => {
  const server = createServer((socket) => socket.end("reached"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // It listens on a port, not on a path.

  const { output } = await run(
    `for a in 127.0.0.1/${port} 1.1.1.1/53 169.254.169.254/80; do bash -c "exec 3<>/dev/tcp/$a && echo open" 2>/dev/null || echo shut; done; cat /proc/net/dev | tail -n +3 | cut -d: -f1; ls /run /var 2>&1 | grep -c 'No such'`,
  );

  server.close();
  expect(output).toBe("shut\nshut\nshut\n    lo\n2\n");
});

test("from inside, no secret of this process is in the environment, and no other process is seen", async () => {
  vi.stubEnv("ANTHROPIC_API_KEY", "sk-ant-never-seen");
  vi.stubEnv("GITHUB_TOKEN", "ghp_never_seen");

  const { output } = await run(
    "env | sort; cat /proc/*/environ | tr '\\0' '\\n' | grep -c never; ls -d /proc/[0-9]*",
  );

  expect(output).not.toContain("never_seen");
  expect(output).not.toContain("never-seen");
  expect(
    output
      .split("\n")
      .slice(0, 7)
      .map((line) => line.split("=")[0]),
  ).toEqual("CI HOME LANG NO_COLOR PATH PWD 0".split(" "));
  expect(output.match(/\/proc\/\d+/gu)?.length).toBeLessThan(6);
});

test("from inside, nothing of this machine's own files is there", async () => {
  const here = process.cwd();
  const data = mkdtempSync(join(tmpdir(), "data-"));
  writeFileSync(join(data, "token"), "secret");

  const { output } = await run(
    `for f in ${here}/.env ${here}/package.json ${here} ${data} ${data}/token /etc/shadow /etc/ssl/private /root ` +
      "/home /var /run /mnt /opt /srv /sys /usr/src /proc/1/root/root; do cat $f >/dev/null 2>&1 && echo read $f; ls $f >/dev/null 2>&1 && echo seen $f; done; " +
      "ls / | tr '\\n' ' '; cat /etc/passwd | wc -l",
  );

  rmSync(data, { recursive: true });
  expect(output.replace("lib64 ", "").replace("lib32 ", "").replace("libx32 ", "")).toBe(
    "bin dev etc lib proc repo sbin tmp usr 3\n",
  );
});

test("from inside, nothing but the copy and the folder for temporary files can be written", async () => {
  const { output } = await run(
    "for f in /x /etc/x /usr/x /usr/bin/sh /dev/x /proc/sys/kernel/hostname /etc/passwd; do " +
      "(echo x > $f) 2>/dev/null && echo wrote $f; done; for f in /repo/x /tmp/x /dev/shm/x /tmp/home/x; do echo x > $f && echo ok; done",
  );

  expect(output).toBe("ok\nok\nok\nok\n");
});

test("from inside, a link of the repository leads no further than the inside", async () => {
  const checkout = await bench.checkOutFiles([
    { path: "passwd", content: "/etc/passwd", mode: "120000" },
    { path: "up", content: "../../../../..", mode: "120000" },
    { path: "home", content: process.cwd(), mode: "120000" },
  ]);

  const { output } = await checkout.run(
    "grep -c fix passwd; ls up/repo | head -1; ls home/ 2>&1",
    NONE,
    LIMITS,
  );

  expect(output).toContain("1\nhome\n");
  expect(output).toContain("No such file");
});

test("from inside, it is an ordinary user who may not become more", async () => {
  const { output } = await run(
    "id -u; grep CapEff /proc/self/status; grep NoNewPrivs /proc/self/status; mount -t tmpfs x /tmp 2>/dev/null || echo no mount; chroot / true 2>/dev/null || echo no chroot",
  );

  expect(output).toBe("1000\nCapEff:\t0000000000000000\nNoNewPrivs:\t1\nno mount\nno chroot\n");
});

test("of much output the beginning and the end are kept", async () => {
  const { output } = await run("seq 1 100000; echo the end", { outputBytes: 2000 });

  expect(output).toMatch(/^1\n2\n3\n/u);
  expect(output).toMatch(/\[\.\.\. \d+ bytes cut \.\.\.\]/u);
  expect(output.endsWith("100000\nthe end\n")).toBe(true);
  expect(output.length).toBeLessThan(2100);
});
