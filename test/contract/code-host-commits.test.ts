import type { CommitFile } from "@firstline/core";
import { describe, expect, test } from "vitest";
import { addShop, BRANCH, FIX, githubOfTest, hostOf, refOf, WAYS } from "./code-hosts.ts";

const held = githubOfTest();

test.each(WAYS)("a commit writes, removes and keeps files, and its branch is made (%s)", async (way) => {
  const { github } = held;
  const { head } = await addShop(github);
  const host = hostOf(github, way);

  const { sha } = await host.commitFiles(refOf(github, way), {
    branch: BRANCH,
    baseSha: head,
    message: "Fix the total",
    files: FIX,
  });

  expect(await host.findBranch(refOf(github, way), BRANCH)).toEqual({ sha });
  expect(await github.headOf("acme/shop", BRANCH)).toBe(sha);
  expect(await github.readFile("acme/shop", BRANCH, "src/cart.ts")).toBe("export const total = 1;\n");
  expect(await github.readFile("acme/shop", BRANCH, "run.sh")).toBe("#!/bin/sh\n");
  await expect(github.readFile("acme/shop", BRANCH, "old.txt")).rejects.toThrow("old.txt");
  expect(await github.headOf("acme/shop", "main")).toBe(head);
});

test.each(WAYS)("a second commit takes the place of the first on the same branch (%s)", async (way) => {
  const { github } = held;
  const { head } = await addShop(github);
  const host = hostOf(github, way);
  const of = refOf(github, way);
  const input = { branch: BRANCH, baseSha: head, message: "Fix the total", files: FIX };
  await host.commitFiles(of, input);
  const other = { ...input, files: [{ path: "new.txt", content: "new\n", mode: "100755" as const }] };

  const second = await host.commitFiles(of, other);

  expect(await host.findBranch(of, BRANCH)).toEqual(second);
  expect(await github.readFile("acme/shop", BRANCH, "src/cart.ts")).toBe("export const total = 0;\n");
});

test.each(WAYS)(
  "a commit for a base that GitHub does not know is refused, and nothing is written (%s)",
  async (way) => {
    const { github } = held;
    await addShop(github);
    const input = { branch: BRANCH, baseSha: "0".repeat(40), message: "Fix", files: FIX };

    const made = hostOf(github, way).commitFiles(refOf(github, way), input);

    await expect(made).rejects.toMatchObject({
      retryable: false,
      message: "The commit that the change was made for is not part of acme/shop (any more).",
    });
    expect(await github.headOf("acme/shop", BRANCH)).toBeNull();
  },
);

describe.each(WAYS)("with %s", (way) => {
  test.each(["../outside", ".git/hooks/post-checkout", "/etc/passwd"])(
    "GitHub takes no file at %s",
    async (path) => {
      const { github } = held;
      const { head } = await addShop(github);
      const files: CommitFile[] = [{ path, content: "x", mode: "100644" }];

      const made = hostOf(github, way).commitFiles(refOf(github, way), {
        branch: BRANCH,
        baseSha: head,
        message: "Fix",
        files,
      });

      await expect(made).rejects.toMatchObject({ service: "github", retryable: false });
      expect(await github.headOf("acme/shop", BRANCH)).toBeNull();
    },
  );
});
