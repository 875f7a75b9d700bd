import { updateSettings } from "@firstline/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { aWeb, openConversation, problemOf } from "./support.ts";
import type { TestWeb } from "./support.ts";

const FRIEND = "https://shop.example";
const MOST_PACKED_BYTES = 15_000;
let database: TestDatabase;
let web: TestWeb;

beforeAll(async () => {
  database = await testDatabase();
  web = await aWeb(database);
  await updateSettings(web.ctx, { workspaceId: web.workspace.id, settings: { panelOrigins: [FRIEND] } });
});

afterAll(async () => {
  await web.stop();
  await database.stop();
});

const from = (origin: string, method = "GET"): RequestInit => ({
  method,
  headers: { Origin: origin, "Sec-Fetch-Site": "cross-site" },
});

test.each([
  "/api/panel/settings",
  "/api/panel/conversations",
  "/api/panel/files?name=a",
  "/api/search?q=token",
  "/api/ask",
])("a listed site may ask for %s, without cookies", async (path) => {
  const preflight = await web.fetch(path, from(FRIEND, "OPTIONS"));
  const response = await web.fetch(path, from(FRIEND));

  expect(preflight.status).toBe(204);
  expect(preflight.headers.get("access-control-allow-headers")).toContain("Firstline-Identity");
  expect(preflight.headers.get("access-control-allow-methods")).toBe("GET, POST");
  for (const { headers } of [preflight, response]) {
    expect(headers.get("access-control-allow-origin")).toBe(FRIEND);
    expect(headers.get("access-control-allow-credentials")).toBeNull();
    expect(headers.get("vary")).toContain("Origin");
  }
});

test.each([
  "https://evil.example",
  "http://shop.example",
  "https://shop.example:8443",
  "https://shop.example.evil.example",
  "https://sub.shop.example",
  "null",
  "",
  "https://SHOP.example",
])("a page of %j may not", async (origin) => {
  for (const method of ["OPTIONS", "GET", "POST"]) {
    const response = await web.fetch("/api/panel/conversations", from(origin, method));

    expect(response.status).toBe(403);
    expect(response.headers.get("access-control-allow-origin")).toBeNull();
    expect((await problemOf(response)).code).toBe("origin");
  }
});

test.each(["/api/session", "/console", "/api/v1/tickets", "/articles/x"])(
  "a listed site gets nothing of %s",
  async (path) => {
    const response = await web.fetch(path, from(FRIEND));

    expect(response.headers.get("access-control-allow-origin")).toBeNull();
  },
);

test("our own pages and programs without a browser need no list", async () => {
  const own = { Origin: "https://help.acme.example", "Sec-Fetch-Site": "same-origin" };

  expect((await web.fetch("/api/panel/settings", { headers: own })).status).toBe(200);
  expect((await openConversation(web)).id).not.toBe("");
});

test("refusals keep their headers, so that the panel can say why", async () => {
  const response = await web.fetch("/api/panel/conversations/nobody", {
    headers: { Origin: FRIEND, "Sec-Fetch-Site": "cross-site", Authorization: "Bearer x" },
  });

  expect(response.status).toBe(404);
  expect(response.headers.get("access-control-allow-origin")).toBe(FRIEND);
});

test("the script is one file for every site, at most 15 KB packed, asked for again with its tag", async () => {
  const script = await web.fetch("/panel.js", { headers: { "Accept-Encoding": "gzip" } });
  const code = await script.text();
  const packed = Number(script.headers.get("content-length"));

  expect(packed).toBeGreaterThan(5_000);
  expect(packed).toBeLessThanOrEqual(MOST_PACKED_BYTES);
  expect(script.headers.get("content-encoding")).toBe("gzip");
  expect(script.headers.get("access-control-allow-origin")).toBe("*");
  expect(script.headers.get("cross-origin-resource-policy")).toBe("cross-origin");
  expect(code).toContain("firstline-panel");
  expect(code).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function/u);
  const again = await web.fetch("/panel.js", {
    headers: { "Accept-Encoding": "gzip", "If-None-Match": script.headers.get("etag") ?? "" },
  });
  expect(again.status).toBe(304);
  const plain = await web.fetch("/panel.js", { headers: { "Accept-Encoding": "identity" } });
  expect(await plain.text()).toBe(code);
});

type Settings = { locale: string; texts: Record<string, string> | null };

async function settingsIn(locale: string): Promise<Settings> {
  const response = await web.fetch(`/api/panel/settings?locale=${encodeURIComponent(locale)}`);
  return (await response.json()) as Settings;
}

test("the panel speaks the visitor's language where it can, and English elsewhere", async () => {
  expect((await settingsIn("de-AT")).texts).toMatchObject({ send: "Senden" });
  expect((await settingsIn("ar")).texts).toMatchObject({ send: "إرسال" });
  expect((await settingsIn("ja")).texts).toMatchObject({ send: "送信" });
  expect((await settingsIn("zh-CN")).texts).toMatchObject({ send: "发送" });
  expect(await settingsIn("en-GB")).toMatchObject({ locale: "en-GB", texts: null });
  for (const unknown of ["xx", "", "<script>", "de\u0000", "x".repeat(5_000)]) {
    expect(await settingsIn(unknown)).toMatchObject({ locale: expect.stringMatching(/^(?:en|de)$/u) });
  }
});

test.each(["ar", "de", "es", "fr", "it", "ja", "ko", "nl", "pt", "ru", "zh"])(
  "in %s nothing is left out and no placeholder is lost",
  async (locale) => {
    const { texts } = await settingsIn(locale);

    expect(Object.entries(texts ?? {}).filter(([, text]) => text === "")).toEqual([]);
    expect([texts?.["rate"], texts?.["remove"]].every((text) => text?.includes("{}"))).toBe(true);
  },
);
