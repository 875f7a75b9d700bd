import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { signIn } from "./console-session.ts";
import type { ConsoleSession } from "./console-session.ts";
import { answer, aWeb, CONSOLE_TOKEN, openConversation, readFeed } from "./support.ts";
import type { Opened, TestWeb } from "./support.ts";

let database: TestDatabase;
let web: TestWeb;
let neighbor: TestWeb;
let session: ConsoleSession;

beforeAll(async () => {
  database = await testDatabase();
  web = await aWeb(database);
  neighbor = await aWeb(database);
  session = await signIn(web);
});
afterAll(async () => {
  await web.stop();
  await neighbor.stop();
  await database.stop();
});

function submit(
  path: string,
  fields: Record<string, string>,
  headers?: Record<string, string>,
): Promise<Response> {
  return session.submit(path, fields, headers);
}

const show = (path: string): Promise<Response> => session.show(path);
const pageOf = (opened: Opened): string => `/console/tickets/${opened.ticketId}`;

async function escalated(text = "I want to talk to a human please"): Promise<Opened> {
  const opened = await openConversation(web, text);
  await answer(web, opened);
  return opened;
}

test.each(["/console/", "/console/feedback/", "/console/tickets/1/"])(
  "%s leads to the same address without the slash",
  async (path) => {
    const response = await session.show(path);

    expect(response.status).toBe(301);
    expect(response.headers.get("location")).toBe(path.slice(0, -1));
  },
);

describe("the door", () => {
  test.each([
    "/console",
    "/console/events",
    "/console/tickets/1",
    "/console/tickets/1/events",
    "/console?token=wrong",
    "/console?token=",
  ])("%s stays shut without the token and says how to get in", async (path) => {
    const response = await web.fetch(path);

    expect(response.status).toBe(401);
    expect(await response.text()).toContain("The console is for agents");
  });

  test("forms stay shut too, also with a cookie somebody made up", async () => {
    const opened = await escalated();
    const made = { Cookie: "firstline_console=x; firstline_agent=Eve" };

    expect((await submit(pageOf(opened), { do: "resolve" }, made)).status).toBe(401);
    expect((await readFeed(web, opened)).conversation.status).toBe("escalated");
  });

  test("the token opens it for this browser only, by a cookie that scripts and other sites do not get", async () => {
    const response = await web.fetch(`/console?token=${CONSOLE_TOKEN}`);

    expect(response.status).toBe(200);
    const [line] = response.headers.getSetCookie();
    expect(line).toMatch(/HttpOnly/u);
    expect(line).toMatch(/SameSite=Strict/u);
    expect(line).toMatch(/Secure/u);
    expect(line).not.toContain(CONSOLE_TOKEN);
    expect(await response.text()).not.toContain(CONSOLE_TOKEN);
  });

  test("guessing tokens is put off", async () => {
    const statuses: number[] = [];
    for (let guess = 0; guess < 12; guess += 1) {
      const headers = { "X-Forwarded-For": "198.51.100.99" };
      statuses.push((await web.fetch(`/console?token=${guess}`, { headers })).status);
    }

    expect(statuses.at(-1)).toBe(429);
  });

  test("a link on another site leads in by a step of our own, which brings the cookie along", async () => {
    const follow = (site: string): Promise<Response> =>
      web.fetch("/console/tickets/7", {
        headers: { "Sec-Fetch-Site": site, "Sec-Fetch-Dest": "document" },
      });

    const first = await follow("cross-site");

    expect(await first.text()).toContain('http-equiv="refresh" content="0; url=/console/tickets/7"');
    expect((await follow("same-origin")).status).toBe(401);
  });

  test("signing out closes it", async () => {
    const response = await submit("/console/leave", {});

    expect(response.headers.getSetCookie().every((line) => /Max-Age=0/u.test(line))).toBe(true);
  });
});

test("a form from another site does nothing", async () => {
  const opened = await escalated();
  const from = (headers: Record<string, string>): Promise<Response> =>
    web.fetch(pageOf(opened), {
      method: "POST",
      headers: { Cookie: session.cookie, ...headers },
      body: new URLSearchParams({ do: "resolve" }),
    });

  const answers = await Promise.all([
    from({ Origin: "https://evil.example" }),
    from({ Origin: "null" }),
    from({}),
    from({ Origin: web.url, "Sec-Fetch-Site": "cross-site" }),
    from({ Origin: "https://help.acme.example.evil.example" }),
  ]);

  expect(answers.map((response) => response.status)).toEqual([403, 403, 403, 403, 403]);
  expect((await readFeed(web, opened)).conversation.status).toBe("escalated");
});

test("an agent claims, answers, keeps a note and resolves, and the member sees what is meant for them", async () => {
  const opened = await escalated();

  await submit(pageOf(opened), { do: "claim" });
  await submit(pageOf(opened), { do: "reply", text: "**Done** for you.", key: randomUUID() });
  await submit(pageOf(opened), { do: "note", text: "Their card was declined.", key: randomUUID() });
  await submit(pageOf(opened), { do: "resolve" });

  const feed = await readFeed(web, opened);
  expect(feed.conversation).toMatchObject({ status: "resolved", confirmed: true });
  const said = feed.items.map((item) => `${item.author ?? item.from}: ${item.markdown}`).join("\n");
  expect(said).toContain("system: **Ada Agent** is looking into this");
  expect(said).toContain("Ada Agent: **Done** for you.");
  expect(said).not.toContain("declined");
  const page = await (await show(pageOf(opened))).text();
  expect(page).toContain("<strong>Done</strong> for you.");
  expect(page).toContain("Their card was declined.");
  expect(page).toContain("Ada Agent: resolved");
});

test("sending the same form twice says it once", async () => {
  const opened = await escalated();
  const form = { do: "reply", text: "Only once, please.", key: randomUUID() };

  await Promise.all([submit(pageOf(opened), form), submit(pageOf(opened), form)]);

  const { items } = await readFeed(web, opened);
  expect(items.filter((item) => item.from === "agent")).toHaveLength(1);
});

test("type and priority can be corrected, and a closed ticket reopened", async () => {
  const opened = await escalated();

  await submit(pageOf(opened), { do: "type", type: "bug" });
  await submit(pageOf(opened), { do: "priority", priority: "urgent" });
  await submit(pageOf(opened), { do: "close" });
  const closed = await (await show(pageOf(opened))).text();
  await submit(pageOf(opened), { do: "reopen" });

  expect(closed).toContain('<option value="bug" selected>');
  expect(closed).toContain('<option value="urgent" selected>');
  expect(closed).toContain('value="reopen"');
  expect((await readFeed(web, opened)).conversation.status).toBe("escalated");
});

test("an agent takes over from the AI before it has answered", async () => {
  const opened = await openConversation(web);

  await submit(pageOf(opened), { do: "claim" });
  await answer(web, opened);

  const feed = await readFeed(web, opened);
  expect(feed.conversation.handledBy).toBe("people");
  expect(feed.items.some((item) => item.from === "ai")).toBe(false);
});

test.each([
  [{ do: "explode" }, 400],
  [{ do: "type", type: "spaceship" }, 400],
  [{ do: "reply", text: "   ", key: randomUUID() }, 400],
  [{ do: "reply", text: "Hi", key: "1" }, 400],
  [{}, 400],
])("a form that makes no sense is refused: %j", async (fields, status) => {
  const opened = await escalated();

  expect((await submit(pageOf(opened), fields as Record<string, string>)).status).toBe(status);
});

test("resolving first and replying then tells the agent why not", async () => {
  const opened = await escalated();
  await submit(pageOf(opened), { do: "resolve" });

  const response = await submit(pageOf(opened), { do: "reply", text: "Late", key: randomUUID() });

  expect(response.status).toBe(409);
  expect(await response.text()).toContain("This ticket is finished");
});

describe("a neighbor's ticket", () => {
  test.each([
    ["its page", (id: number) => show(`/console/tickets/${id}`)],
    ["its stream", (id: number) => show(`/console/tickets/${id}/events`)],
    ...["claim", "resolve", "close", "reopen"].map(
      (step) => [step, (id: number) => submit(`/console/tickets/${id}`, { do: step })] as const,
    ),
    ["type", (id: number) => submit(`/console/tickets/${id}`, { do: "type", type: "bug" })],
    ["priority", (id: number) => submit(`/console/tickets/${id}`, { do: "priority", priority: "low" })],
    [
      "a reply",
      (id: number) => submit(`/console/tickets/${id}`, { do: "reply", text: "x", key: randomUUID() }),
    ],
    [
      "a note",
      (id: number) => submit(`/console/tickets/${id}`, { do: "note", text: "x", key: randomUUID() }),
    ],
  ] as [string, (id: number) => Promise<Response>][])("does not exist here: %s", async (_, request) => {
    const theirs = await openConversation(neighbor, "A secret of the neighbor?");

    expect((await request(theirs.ticketId)).status).toBe(404);
    expect((await readFeed(neighbor, theirs)).items).toHaveLength(1);
  });

  test("is not in the list", async () => {
    await openConversation(neighbor, "A secret of the neighbor?");

    expect(await (await show("/console")).text()).not.toContain("A secret of the neighbor?");
  });

  test.each(["0", "-1", "x", "1e99", "9007199254740993", "%00"])(
    "ids that are none are not found: %s",
    async (id) => {
      expect((await show(`/console/tickets/${id}`)).status).toBe(404);
    },
  );
});

test.each([
  "<script>alert(1)</script> help?",
  '"><img src=x onerror=alert(1)> help?',
  "</textarea></title><svg onload=alert(1)> help?",
  "[help](javascript:alert(1))?",
  "help' onmouseover='alert(1)?",
  "${7*7} {{7*7}} <%= 7*7 %> help?",
])("what a member writes stays text in the console: %s", async (text) => {
  const opened = await escalated(`human please. ${text}`);

  const pages = await Promise.all(
    [show("/console"), show(pageOf(opened))].map(async (page) => (await page).text()),
  );

  for (const html of pages) {
    expect(html).not.toMatch(/<script(?! type="module" src="\/assets\/)/iu);
    expect(html).not.toMatch(/<(?:img|svg onload|[^>]*\son(?:error|load|mouseover)=)/iu);
    expect(html).not.toMatch(/href="javascript:/iu);
  }
});

test("the list shows what waits for people first and follows changes live", async () => {
  const waiting = await escalated("human please, my importer is broken");
  const html = await (await show("/console")).text();
  expect(html.indexOf("<h2>Waiting for a person")).toBeLessThan(
    html.indexOf(`/console/tickets/${waiting.ticketId}"`),
  );
  expect(html.indexOf(`/console/tickets/${waiting.ticketId}"`)).toBeLessThan(html.indexOf("<h2>With the AI"));

  const stream = await show("/console/events");
  const reader = (stream.body ?? new ReadableStream<Uint8Array>())
    .pipeThrough(new TextDecoderStream())
    .getReader();
  const later = await openConversation(web, "A brand new question?");
  let seen = "";
  while (!seen.includes("A brand new question?")) seen += (await reader.read()).value ?? "";
  await reader.cancel();

  expect(seen).toContain(`/console/tickets/${later.ticketId}`);
});
