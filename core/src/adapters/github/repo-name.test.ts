import { expect, test } from "vitest";
import { repoParams } from "./repo-name.ts";

test.each([
  ["acme/shop", { owner: "acme", repo: "shop" }],
  ["a-b/c.d_e", { owner: "a-b", repo: "c.d_e" }],
])("%s is a repository", (repo, params) => {
  expect(repoParams(repo)).toEqual(params);
});

test.each([
  "",
  "shop",
  "acme/",
  "acme/shop/issues",
  "acme/..",
  "../acme",
  "./shop",
  "acme/shop?x=1",
  "acme/a b",
])("%j is no repository's name", (repo) => {
  expect(() => repoParams(repo)).toThrow("The name of a repository has the form owner/name.");
});
