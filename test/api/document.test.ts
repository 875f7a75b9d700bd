import { Validator } from "@seriousme/openapi-schema-validator";
import { expect, test } from "vitest";
import { listOperations } from "./operations.ts";
import type { ApiDocument } from "./operations.ts";
import { fileApi } from "./support.ts";

const { web } = await fileApi();
const document = (await (await web.fetch("/api/openapi.json")).json()) as ApiDocument;

test("the document is valid OpenAPI 3.1", async () => {
  const checked = await new Validator().validate(structuredClone(document));

  expect(checked.errors ?? []).toEqual([]);
  expect(checked.valid).toBe(true);
  expect(document.openapi).toBe("3.1.0");
});

test("every operation says what it is called, what it does, which scope it needs and how it refuses", () => {
  const operations = listOperations(document);

  expect(operations.length).toBeGreaterThan(30);
  expect(new Set(operations.map(({ id }) => id)).size).toBe(operations.length);
  for (const { id, operation } of operations) {
    expect(id).toMatch(/^[a-z][A-Za-z]+$/u);
    expect(operation.summary).toMatch(/^[A-Z][^.]+$/u);
    expect(operation.tags).toHaveLength(1);
    expect(Object.values(operation.security?.[0] ?? {})[0]).toHaveLength(1);
    for (const status of ["400", "401", "403", "404", "429"]) {
      expect(operation.responses[status]?.$ref).toMatch(/^#\/components\/responses\//u);
    }
  }
});

test("whoever has the document already is not sent it again", async () => {
  const first = await web.fetch("/api/openapi.json");
  const again = await web.fetch("/api/openapi.json", {
    headers: { "If-None-Match": first.headers.get("etag") ?? "" },
  });

  expect(again.status).toBe(304);
});

test("the reference page shows every operation, loads nothing from elsewhere and runs no script", async () => {
  const response = await web.fetch("/api/docs");
  const page = await response.text();

  expect(response.status).toBe(200);
  expect(response.headers.get("content-security-policy")).toContain("script-src 'self'");
  for (const { id } of listOperations(document)) expect(page).toContain(`<article id="${id}">`);
  expect(page).not.toMatch(/<script|style="|src="http|\[object Object\]|undefined/u);
});
