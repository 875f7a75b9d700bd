import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { spawnSync } from "node:child_process";
import { hostname } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Checkout } from "@firstline/core";
import { Bench } from "./workbench.ts";

let bench: Bench;
beforeEach(() => {
  bench = new Bench();
});
afterEach(() => {
  bench[Symbol.dispose]();
  vi.unstubAllEnvs();
});

async function errorOf(checkOut: Promise<Checkout>): Promise<unknown> {
  return checkOut.then(
    () => null,
    (error: unknown) => error,
  );
}

test("a clone has the files of the branch's newest commit, their kinds and sizes, and nothing of git", async () => {
  const repository = bench.repository([
    { path: "src/app.js", content: "one\n" },
    { path: "run.sh", content: "#!/bin/sh\n", mode: "100755" },
    { path: "link", content: "src/app.js", mode: "120000" },
  ]);

  const checkout = await bench.checkOut(repository);

  expect(checkout.sha).toBe(repository.sha);
  expect(await checkout.listFiles()).toEqual([
    { path: "link", kind: "symlink", bytes: 10 },
    { path: "run.sh", kind: "executable", bytes: 10 },
    { path: "src/app.js", kind: "file", bytes: 4 },
  ]);
  expect(await checkout.readFile("src/app.js")).toBe("one\n");
  const [copy = ""] = bench.copies();
  expect(readdirSync(join(bench.place, copy)).sort()).toEqual(["home", "tree"]);
  await checkout.close();
  expect(bench.copies()).toEqual([]);
});

test("a clone reads text as it is in the commit, and only text", async () => {
  const checkout = await bench.checkOutFiles([
    { path: "windows.txt", content: "a\r\nb\r\n" },
    { path: "mark.txt", content: "\ufeffa" },
    { path: "zero.bin", content: Buffer.from([65, 0, 66]) },
    { path: "latin.txt", content: Buffer.from([0xe4, 0xf6]) },
    { path: "long.txt", content: "x".repeat(1_000_001) },
    { path: "link", content: "windows.txt", mode: "120000" },
    { path: "outside", content: "/etc/passwd", mode: "120000" },
  ]);

  expect(await checkout.readFile("windows.txt")).toBe("a\r\nb\r\n");
  expect(await checkout.readFile("mark.txt")).toBe("\ufeffa");
  for (const path of [
    "zero.bin",
    "latin.txt",
    "long.txt",
    "link",
    "outside",
    "missing",
    "../home",
    "/etc/passwd",
  ]) {
    expect(await checkout.readFile(path)).toBeNull();
  }
});

test("a clone is deleted when it fails, and says why in a sentence", async () => {
  const repository = bench.repository([{ path: "a", content: "a" }]);

  const noBranch = await errorOf(bench.checkOut(repository, { branch: "gone" }));
  const noRepository = await errorOf(bench.checkOut(join(bench.place, "nowhere.git")));

  expect(noBranch).toMatchObject({ service: "git", retryable: false });
  expect(noBranch).toHaveProperty("message", expect.stringContaining("no such branch"));
  expect(noRepository).toMatchObject({ retryable: false, message: "The repository's code was not found." });
  expect(bench.copies()).toEqual([]);
});

test.each(["--upload-pack=touch x", "-u", "a b", "a\nb", "", "a:b", "a..\u0000"])(
  "takes no branch called %j",
  async (branch) => {
    const error = await errorOf(bench.checkOut(bench.repository([{ path: "a", content: "a" }]), { branch }));

    expect(error).toMatchObject({ service: "git", message: "The branch's name cannot be used." });
  },
);

test.each([
  "ext::sh -c touch% /tmp/x",
  "ssh://git@example.com/a.git",
  "git@example.com:a.git",
  "http://example.com/a.git",
  "https://user:secret@example.com/a.git",
  "git://example.com/a.git",
  "relative/path",
  "--upload-pack=x",
])("a clone is not made from %s", async (url) => {
  expect(await errorOf(bench.checkOut(url))).toMatchObject({
    message: "The repository's address cannot be cloned from.",
  });
});

test("a clone is not made of more than there is room for", async () => {
  const repository = bench.repository([{ path: "a", content: Buffer.alloc(64 * 1024 * 1024) }]);
  const [, , blob = ""] = repository.git(["ls-tree", "main"]).split(/\s/u);
  const many = Array.from({ length: 17 }, (_, n) => `100644 blob ${blob}\tcopy-${n}\n`).join("");
  const commit = repository.git(["commit-tree", repository.git(["mktree"], many), "-m", "bomb"]);
  repository.git(["update-ref", "refs/heads/main", commit]);

  expect(await errorOf(bench.checkOut(repository))).toMatchObject({
    message: "The repository is too big for a fix attempt.",
    retryable: false,
  });
  expect(bench.copies()).toEqual([]);
});

test("in a clone, attributes neither start filters nor change what is read", async () => {
  const content = "$Id$ one\r\ntwo\n";
  const checkout = await bench.checkOutFiles([
    {
      path: ".gitattributes",
      content:
        "* text eol=crlf ident filter=lfs\n*.txt filter=evil diff=evil merge=evil working-tree-encoding=UTF-16\n",
    },
    { path: "a.txt", content },
  ]);

  expect(await checkout.readFile("a.txt")).toBe(content);
});

test("in a clone, settings, hooks and helpers of this process's environment and of the server's folder are not used", async () => {
  const repository = bench.repository([{ path: "a", content: "a" }]);
  const witness = join(repository.root, "witness");
  const script = join(repository.root, "evil.sh");
  writeFileSync(script, `#!/bin/sh\ntouch ${witness}\n`);
  chmodSync(script, 0o755);
  mkdirSync(join(repository.path, "hooks"), { recursive: true });
  for (const hook of ["post-checkout", "post-upload-pack", "reference-transaction"]) {
    writeFileSync(join(repository.path, "hooks", hook), `#!/bin/sh\ntouch ${witness}\n`, { mode: 0o755 });
  }
  repository.git(["config", "uploadpack.packObjectsHook", script]);
  repository.git(["config", "core.fsmonitor", script]);
  vi.stubEnv("GIT_CONFIG_COUNT", "1");
  vi.stubEnv("GIT_CONFIG_KEY_0", "core.hooksPath");
  vi.stubEnv("GIT_CONFIG_VALUE_0", join(repository.path, "hooks"));
  vi.stubEnv("GIT_EXTERNAL_DIFF", script);
  vi.stubEnv("GIT_SSH_COMMAND", script);
  vi.stubEnv("GIT_DIR", repository.path);
  vi.stubEnv("GIT_TEMPLATE_DIR", repository.path);

  const checkout = await bench.checkOut(repository);

  expect(await checkout.readFile("a")).toBe("a");
  expect(existsSync(witness)).toBe(false);
});

test("in a clone, submodules are listed and not fetched", async () => {
  const inner = bench.repository([{ path: "secret", content: "inner" }]);
  const checkout = await bench.checkOutFiles([
    { path: ".gitmodules", content: `[submodule "inner"]\n\tpath = inner\n\turl = ${inner.path}\n` },
    { path: "inner", content: inner.sha, mode: "160000" },
    { path: "a", content: "a" },
  ]);

  expect(await checkout.listFiles()).toContainEqual({ path: "inner", kind: "submodule", bytes: 0 });
  expect(await checkout.readFile("inner/secret")).toBeNull();
  expect(await checkout.readFile("inner")).toBeNull();
});

test.each([
  [
    "a submodule address that is an option",
    ".gitmodules",
    '[submodule "a"]\n\tpath = a\n\turl = --upload-pack=sh\n',
  ],
  [
    "a submodule name that climbs",
    ".gitmodules",
    '[submodule "../../hooks"]\n\tpath = a\n\turl = https://x.example\n',
  ],
  ["a folder of git's own", ".git/hooks/post-checkout", "#!/bin/sh\n"],
  ["the same in capitals", ".GIT/config", "[core]\n"],
  ["the same as Windows reads it", "git~1/config", "[core]\n"],
  ["the same as macOS reads it", ".g\u200cit/config", "[core]\n"],
  ["a way up", "../outside", "x"],
])("in a clone, %s is refused as a whole", async (_, path, content) => {
  const error = await errorOf(
    bench.checkOutFiles([
      { path: "a", content: "a" },
      { path, content },
    ]),
  );

  expect(error).toMatchObject({ service: "git", retryable: false });
  expect(error).toHaveProperty("message", expect.stringContaining("refuses as unsafe"));
});

test("in a clone, names that people or file systems read wrongly are not listed", async () => {
  const odd = [
    "a\nb",
    "a\\b",
    "a\u202eb",
    "a\u200bb",
    "a\u0001b",
    "a:b",
    "aux",
    "trailing.",
    "d/trailing ",
    "a\u0085",
  ];
  const checkout = await bench.checkOutFiles([
    { path: "plain.txt", content: "x" },
    ...odd.map((path) => ({ path, content: "x" })),
  ]);

  expect((await checkout.listFiles()).map(({ path }) => path)).toEqual(["plain.txt"]);
  for (const path of odd) expect(await checkout.readFile(path)).toBeNull();
});

test("what another container of the same host name works in is left alone, until it is old", async () => {
  const theirs = createHash("sha256").update(hostname()).digest("hex").slice(0, 8);
  const nobodyHere = spawnSync(process.execPath, ["-e", ""]).pid;
  const nameOf = (end: string): string => `firstline-fix-${theirs}-${nobodyHere}-${end}`;
  for (const end of ["running", "old"]) mkdirSync(join(bench.place, nameOf(end)));
  const yesterday = new Date(Date.now() - 25 * 3_600_000);
  utimesSync(join(bench.place, nameOf("old")), yesterday, yesterday);

  await (await bench.checkOut(bench.repository([{ path: "a", content: "a" }]))).close();

  expect(bench.copies()).toEqual([nameOf("running")]);
});

test("what a process that was killed left behind is deleted by the next one", async () => {
  const first = await bench.checkOut(bench.repository([{ path: "a", content: "a" }]));
  const [living = ""] = bench.copies();
  const dead = spawnSync(process.execPath, ["-e", ""]).pid;
  const left = living.replace(`-${process.pid}-`, `-${dead}-`);
  mkdirSync(join(bench.place, left));
  writeFileSync(join(bench.place, left, "a"), "a");
  mkdirSync(join(bench.place, "firstline-of-somebody-else"));

  using later = new Bench({ place: bench.place });
  await (await later.checkOut(bench.repository([{ path: "a", content: "a" }]))).close();

  expect(bench.copies().sort()).toEqual(["firstline-of-somebody-else", living].sort());
  expect(await first.readFile("a")).toBe("a");
  expect(readFileSync(join(bench.place, living, "tree", "a"), "utf8")).toBe("a");
});
