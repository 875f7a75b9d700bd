import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startGithub, type Github } from "./index.ts";
import { checkRequest } from "./openapi.ts";

let github: Github;

beforeAll(async () => {
  github = await startGithub({ users: ["mona"] });
  await github.addRepo({ name: "shop" });
  await github.addRepo({ name: "secret", private: true });
});

afterAll(async () => github.stop());

async function ask(method: string, path: string, authorization?: string, body?: unknown) {
  const response = await fetch(`${github.url}${path}`, {
    method,
    headers: authorization === undefined ? {} : { authorization },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    redirect: "manual",
  });
  return { status: response.status, body: await response.json() };
}

describe("who may do what", () => {
  test.each([
    ["nobody", 401, undefined],
    ["an unknown token", 401, "Bearer ghp_unknown"],
    ["an invented installation token", 401, "Bearer ghs_unknown"],
    ["a known token", 200, "Bearer ghp_mona"],
  ])("%s is answered with %i", async (_, status, authorization) => {
    expect(await ask("GET", "/repos/acme/shop", authorization)).toMatchObject({ status });
  });

  test.each([
    ["stranger", "GET", "/repos/acme/secret", 404],
    ["stranger", "GET", "/repos/acme/secret/issues", 404],
    ["stranger", "POST", "/repos/acme/shop/git/blobs", 403],
    ["stranger", "PATCH", "/repos/acme/shop/issues/1", 403],
    ["firstline-bot", "GET", "/repos/acme/secret", 200],
  ])("%s who tries %s %s gets %i", async (login, method, path, status) => {
    const body = method === "GET" ? undefined : { content: "a" };

    expect(await ask(method, path, `Bearer ${github.tokenOf(login)}`, body)).toMatchObject({ status });
  });

  test("everybody may open an issue where it is public", async () => {
    const made = await ask("POST", "/repos/acme/shop/issues", "Bearer ghp_mona", { title: "Hello" });

    expect(made).toMatchObject({ status: 201, body: { user: { login: "mona" } } });
  });

  test("a person who was not named at the start cannot be given a role", async () => {
    await expect(github.addUser("ghost-writer", "write")).rejects.toThrow('Name "ghost-writer" in the users');
  });
});

describe("requests against GitHub's description", () => {
  const check = (method: string, path: string, query: string, body: unknown = null) =>
    checkRequest({ method, path, query: new URLSearchParams(query), body });

  test.each([
    ["GET", "/repos/a/b/issues", "state=all&labels=bug&since=2026-01-01T00:00:00Z&per_page=100", null],
    ["POST", "/repos/a/b/issues", "", { title: "T", body: "B", labels: ["bug"] }],
    ["GET", "/repos/a/b/git/ref/heads%2Ffix%2Fone", "", null],
    ["GET", "/repositories/7/issues/3", "", null],
    ["POST", "/repos/a/b/git/trees", "", { tree: [{ path: "a", mode: "100644", type: "blob", sha: null }] }],
  ])("%s %s?%s is allowed", (method, path, query, body) => {
    expect(check(method, path, query, body)).toEqual([]);
  });

  test.each([
    ["an unknown route", "GET", "/repos/a/b/bugs", "", null, /no such route/u],
    ["a method it does not have", "DELETE", "/repos/a/b/issues", "", null, /no such route/u],
    ["an unknown parameter", "GET", "/repos/a/b/issues", "status=all", null, /status is unknown/u],
    ["a value it does not have", "GET", "/repos/a/b/issues", "state=any", null, /state may not be "any"/u],
    ["an unknown field", "POST", "/repos/a/b/issues", "", { title: "T", label: "bug" }, /additional/u],
    ["a missing field", "POST", "/repos/a/b/issues", "", { body: "B" }, /title/u],
    ["a wrong type", "POST", "/repos/a/b/issues", "", { title: "T", labels: "bug" }, /labels/u],
    ["a wrong mode", "POST", "/repos/a/b/git/trees", "", { tree: [{ path: "a", mode: "644" }] }, /mode/u],
    ["a body it does not take", "GET", "/repos/a/b", "", { a: 1 }, /takes no body/u],
  ])("%s is noticed", (_, method, path, query, body, problem) => {
    expect(check(method, path, query, body).join("\n")).toMatch(problem);
  });

  test("what is wrong with a request is kept with the stand-in", async () => {
    github.errors.splice(0);

    await ask("GET", "/repos/acme/shop/issues?status=all", "Bearer ghp_mona");

    expect(github.errors).toEqual(["GET /repos/{owner}/{repo}/issues: parameter status is unknown"]);
  });
});
