import { API_SCOPES } from "@firstline/core";
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { listOperations } from "./operations.ts";
import type { ApiDocument } from "./operations.ts";
import { pathOf, sampleBody } from "./samples.ts";
import { aProgram, deviation, fileApi } from "./support.ts";

/** Each test goes through every operation of the document. */
const HOSTILE = "'; drop table tickets;--<script>alert(1)</script>${7*7}../%00\u202E=1+1";
const UNKNOWN = 999_999_999;
const NO_IDS = ["abc", "0", "-1", "1.5", "9".repeat(30), "%27%20or%201=1", "1%00"];
const NO_BODIES = [
  "{",
  "[]",
  "null",
  '"text"',
  "123",
  `{"question":${"[".repeat(50_000)}${"]".repeat(50_000)}}`,
  '{"__proto__":{"admin":true}}',
  '{"constructor":1}',
  '{"unknown":1}',
];
const NO_VALUES = ["x", "W10", "eyJpZCI6MX0", "-1", "%F0%9F", "1e99", "a".repeat(600)];

const { database, web } = await fileApi();
const document = (await (await web.fetch("/api/openapi.json")).json()) as ApiDocument;
const operations = listOperations(document);

test("no operation can be used without a key, or with one that lacks its scope", async () => {
  const problems: string[] = [];

  for (const listed of operations) {
    const { id, operation, method } = listed;
    const scope = Object.values(operation.security?.[0] ?? {})[0]?.[0];
    const others = API_SCOPES.filter((known) => known !== scope);
    const without = await aProgram(web, others);
    const called = await without.send(method, pathOf(listed, 1), sampleBody(document, listed));
    problems.push(...deviation(called, 403, id));
    const nobody = await web.fetch(`/api/v1${pathOf(listed, 1)}`, { method });
    expect(nobody.status).toBe(401);
    expect(nobody.headers.get("www-authenticate")).toContain("Bearer");
  }

  expect(problems).toEqual([]);
});

test("an unknown id is not found, and what is no id is refused", async () => {
  const problems: string[] = [];

  for (const listed of operations.filter(({ path }) => path.includes("{id}"))) {
    const program = await aProgram(web);
    const body = sampleBody(document, listed);
    const unknown = await program.send(listed.method, pathOf(listed, UNKNOWN), body);
    problems.push(...deviation(unknown, 404, listed.id));
    for (const text of NO_IDS) {
      const called = await program.send(listed.method, pathOf(listed, text), body);
      problems.push(...deviation(called, 400, `${listed.id} ${text}`));
    }
  }

  expect(problems).toEqual([]);
});

test("broken, deep, misshapen and unexpected bodies are refused", async () => {
  const problems: string[] = [];

  for (const listed of operations.filter(({ operation }) => operation.requestBody)) {
    const program = await aProgram(web);
    const path = pathOf(listed, UNKNOWN);
    const takesJson = listed.operation.requestBody?.content["application/json"] !== undefined;
    for (const text of NO_BODIES) {
      const called = await program.send(listed.method, path, text);
      problems.push(...deviation(called, takesJson ? 400 : 415, `${listed.id} ${text.slice(0, 30)}`));
    }
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "application/xml"]) {
      const called = await program.send(listed.method, path, "a=1", { "Content-Type": type });
      problems.push(...deviation(called, 415, `${listed.id} ${type}`));
    }
    const large = await program.send(listed.method, path, `"${"x".repeat(1_000_000)}"`);
    problems.push(...deviation(large, 413, listed.id));
  }

  expect(problems).toEqual([]);
});

test("SQL and HTML in every text is taken as text, or refused", async () => {
  const taken: string[] = [];
  const problems: string[] = [];

  for (const listed of operations) {
    const program = await aProgram(web);
    for (const parts of ["needed", "all"] as const) {
      const body = sampleBody(document, listed, { text: HOSTILE, parts });
      const called = await program.send(listed.method, pathOf(listed, UNKNOWN, HOSTILE), body);
      if (called.status < 300) taken.push(listed.id);
      if (called.status >= 500) problems.push(`${listed.id}: ${called.status}`);
      expect(called.headers.get("content-type")).toMatch(/^application\/(?:problem\+)?json/u);
      expect(called.headers.get("x-content-type-options")).toBe("nosniff");
    }
  }

  expect(problems).toEqual([]);
  expect(taken).toEqual(
    expect.arrayContaining(["createTicket", "createArticle", "createCategory", "createPost", "savePerson"]),
  );
  const tables = await database.db.execute(sql`select to_regclass('tickets')::text as name`);
  expect([...tables]).toEqual([{ name: "tickets" }]);
});

test("wrong cursors, limits and names in a query are refused", async () => {
  const problems: string[] = [];

  for (const listed of operations) {
    const program = await aProgram(web);
    const path = pathOf(listed, UNKNOWN);
    for (const { name, schema, in: place } of listed.operation.parameters ?? []) {
      const isChecked = name === "cursor" || name === "limit" || schema.enum !== undefined;
      if (place !== "query" || !isChecked) continue;
      for (const value of NO_VALUES) {
        const called = await program.get(`${path}${path.includes("?") ? "&" : "?"}${name}=${value}`);
        problems.push(...deviation(called, 400, `${listed.id} ${name}=${value.slice(0, 20)}`));
      }
    }
  }

  expect(problems).toEqual([]);
});

test("a null character, which no database takes, may stand in every parameter", async () => {
  const program = await aProgram(web);
  const failed: string[] = [];

  for (const listed of operations.filter(({ method }) => method === "GET")) {
    const path = pathOf(listed, 1).split("?")[0];
    const names = (listed.operation.parameters ?? []).filter(({ in: place }) => place === "query");
    for (const { name } of names) {
      const { status } = await program.get(`${path}?q=x&title=x&${name}=%00`);
      if (status >= 500) failed.push(`${listed.id} ${name}`);
    }
  }

  expect(failed).toEqual([]);
});

test("another method is answered with 405 and those that there are, another address with 404", async () => {
  const program = await aProgram(web);
  const problems: string[] = [];

  for (const [path, methods] of Object.entries(document.paths)) {
    const called = await program.send("PUT", path.replaceAll(/\{\w+\}/gu, "1"));
    problems.push(...deviation(called, 405, path));
    const allowed = (called.headers.get("allow") ?? "").toLowerCase().split(", ");
    expect(allowed.toSorted()).toEqual(Object.keys(methods).toSorted());
  }
  problems.push(...deviation(await program.get("/nothing/here"), 404, "an unknown address"));

  expect(problems).toEqual([]);
});

test("an address that is far too long is refused before anything looks at it", async () => {
  const program = await aProgram(web);

  const long = await program.get(`/search?q=${"x".repeat(3_000)}`);
  const huge = await program.get(`/search?q=${"x".repeat(1_000_000)}`);

  expect(deviation(long, 400, "3 KB")).toEqual([]);
  expect(huge).toMatchObject({ status: 431, body: { status: 431, code: "invalid" } });
});

test("nothing of all that was a failure of our own", () => {
  expect(web.logged.filter(({ message }) => message === "a web request failed")).toEqual([]);
});
