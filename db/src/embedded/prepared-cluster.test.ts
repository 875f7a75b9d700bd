import { readFileSync, statSync } from "node:fs";
import { basename } from "node:path";
import { expect, test } from "vitest";
import { preparedClusterFile } from "./prepared-cluster.ts";

const manifest = new URL("../../package.json", import.meta.url);

test("the prepared cluster was made by the PGlite that is installed (else run make-prepared-cluster.ts)", () => {
  const version = /"@electric-sql\/pglite": "([^"]+)"/.exec(readFileSync(manifest, "utf8"))?.[1];

  expect(basename(preparedClusterFile)).toBe(`cluster-pglite-${version}.tar.zst`);
  expect(statSync(preparedClusterFile).size).toBeLessThan(2_000_000);
});
