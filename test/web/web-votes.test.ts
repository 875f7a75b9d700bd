import { randomUUID } from "node:crypto";
import { createLinkCode, createPost, mergePosts, rememberAgent, setPostVisible } from "@firstline/core";
import type { PersonIdentity } from "@firstline/core";
import { schema } from "@firstline/db";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { aToken, PANEL_SECRET } from "../panel/sign.ts";
import { fileDatabase } from "../support/file-database.ts";
import { aWeb, problemOf } from "./support.ts";
import type { TestWeb } from "./support.ts";

const database = await fileDatabase();
const mia: PersonIdentity = { platform: "slack", externalId: "U_MIA", name: "Mia" };
const ada: PersonIdentity = { platform: "slack", externalId: "U_ADA", name: "Ada" };
let web: TestWeb;
let postId = 0;

beforeAll(async () => {
  web = await aWeb(database, { panelSecret: PANEL_SECRET });
});
afterAll(() => web.stop());
beforeEach(async () => {
  postId = await addPost("Dark mode");
});

async function addPost(title: string, on: TestWeb = web): Promise<number> {
  const { post } = await createPost(on.ctx, {
    workspaceId: on.workspace.id,
    title,
    description: "Please.",
    author: { platform: "slack", externalId: `U_${randomUUID()}`, name: "Author" },
    place: null,
  });
  return post.id;
}

type SendOptions = { cookie?: string; headers?: Record<string, string>; on?: TestWeb };

function send(method: string, path: string, body?: unknown, options: SendOptions = {}): Promise<Response> {
  const { cookie, headers = {}, on = web } = options;
  return on.fetch(path, {
    method,
    headers: {
      "Sec-Fetch-Site": "same-origin",
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      ...(cookie === undefined ? {} : { Cookie: cookie }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

const codeOf = async (by: PersonIdentity): Promise<string> =>
  (await createLinkCode(web.ctx, { workspaceId: web.workspace.id, by })).code;

/** Signs a browser in; answers its cookie. */
async function signIn(by = mia): Promise<string> {
  const response = await send("POST", "/api/session", { code: await codeOf(by) });
  expect(response.status).toBe(201);
  return response.headers.getSetCookie()[0]?.split(";")[0] ?? "";
}

async function counts(cookie?: string, ids = String(postId)): Promise<unknown> {
  const options = cookie === undefined ? {} : { cookie };
  const response = await send("GET", `/api/feedback/counts?ids=${ids}`, undefined, options);
  return ((await response.json()) as { posts: unknown }).posts;
}

describe("a browser", () => {
  test("acts for whoever asked for the code in the chat, until it signs out", async () => {
    const response = await send("POST", "/api/session", { code: await codeOf(mia) });
    const [setCookie = ""] = response.headers.getSetCookie();
    const cookie = setCookie.split(";")[0] ?? "";

    expect(setCookie).toMatch(/^firstline_session=.+; Path=\/; .*HttpOnly; Secure; SameSite=Lax$/u);
    expect(await (await send("GET", "/api/session", undefined, { cookie })).json()).toEqual({
      person: { name: "Mia" },
    });
    await send("DELETE", "/api/session", undefined, { cookie });
    expect(await (await send("GET", "/api/session", undefined, { cookie })).json()).toEqual({ person: null });
  });

  test("gets in once with a code, and never with a wrong one or in another workspace", async () => {
    const neighbor = await aWeb(database);
    const code = await codeOf(mia);

    expect((await send("POST", "/api/session", { code }, { on: neighbor })).status).toBe(400);
    expect((await send("POST", "/api/session", { code: "AAAA-BBBB" })).status).toBe(400);
    expect((await send("POST", "/api/session", { code })).status).toBe(201);
    expect((await send("POST", "/api/session", { code })).status).toBe(400);
    await neighbor.stop();
  });

  test("acts for whoever the host site signed a token for, and for nobody with a token of others", async () => {
    const response = await send("POST", "/api/session", { token: aToken("zoe", { name: "Zoe" }) });

    expect(response.status).toBe(201);
    expect(await response.json()).toEqual({ person: { name: "Zoe" } });
    for (const token of ["nonsense", `${aToken("zoe")}x`]) {
      expect((await send("POST", "/api/session", { token })).status).toBe(401);
    }
    for (const body of [{}, { code: "" }, { token: 7 }, { code: "A", token: "B" }]) {
      expect((await send("POST", "/api/session", body)).status).toBe(400);
    }
  });

  test("is not signed in by a form of another site", async () => {
    const code = await codeOf(mia);

    const response = await send(
      "POST",
      "/api/session",
      { code },
      { headers: { "Sec-Fetch-Site": "cross-site" } },
    );

    expect(response.status).toBe(403);
    expect(response.headers.getSetCookie()).toEqual([]);
  });
});

describe("a vote on the web", () => {
  test("counts once, is seen by everybody and can be taken back", async () => {
    const cookie = await signIn();

    await send("POST", `/api/feedback/${postId}/vote`, { value: 1 }, { cookie });
    const again = await send("POST", `/api/feedback/${postId}/vote`, { value: 1 }, { cookie });

    expect(await again.json()).toEqual({ post: { postId, upvotes: 2, downvotes: 0, mine: 1 } });
    expect(await counts(cookie)).toEqual([{ postId, upvotes: 2, downvotes: 0, mine: 1 }]);
    expect(await counts()).toEqual([{ postId, upvotes: 2, downvotes: 0, mine: null }]);
    await send("POST", `/api/feedback/${postId}/vote`, { value: 0 }, { cookie });
    expect(await counts(cookie)).toEqual([{ postId, upvotes: 1, downvotes: 0, mine: null }]);
  });

  test("needs somebody whom we know, on our own pages", async () => {
    const cookie = await signIn();
    const path = `/api/feedback/${postId}/vote`;
    const stranger = await send("POST", path, { value: 1 });

    expect(stranger.status).toBe(401);
    expect(await problemOf(stranger)).toMatchObject({ code: "session_needed" });
    for (const headers of [{ "Sec-Fetch-Site": "cross-site" }, { "Sec-Fetch-Site": "same-site" }]) {
      expect((await send("POST", path, { value: 1 }, { cookie, headers })).status).toBe(403);
    }
    expect((await send("POST", path, { value: 2 }, { cookie })).status).toBe(400);
    expect((await send("POST", path, { value: -1 }, { cookie })).status).toBe(400);
    expect(await counts()).toEqual([{ postId, upvotes: 1, downvotes: 0, mine: null }]);
  });

  test("on a post that is merged counts for the post that stands for it", async () => {
    const cookie = await signIn();
    const workspaceId = web.workspace.id;
    const twinId = await addPost("Dark theme");
    await send("POST", `/api/feedback/${twinId}/vote`, { value: 1 }, { cookie });
    const agent = await web.ctx.db.transaction((tx) =>
      rememberAgent(tx, workspaceId, { platform: "slack", externalId: "U_BEA", name: "Bea" }),
    );

    await mergePosts(web.ctx, { workspaceId, fromId: twinId, intoId: postId, by: { personId: agent.id } });

    expect(await counts(cookie, `${postId},${twinId}`)).toEqual([
      { postId, upvotes: 3, downvotes: 0, mine: 1 },
    ]);
  });
});

describe("votes and counts", () => {
  test("never reach a hidden post or one of another workspace, nor are theirs told", async () => {
    const cookie = await signIn();
    const neighbor = await aWeb(database);
    const theirs = await addPost("Their wish", neighbor);
    const workspaceId = web.workspace.id;
    const agent = await web.ctx.db.transaction((tx) =>
      rememberAgent(tx, workspaceId, { platform: "slack", externalId: "U_BEA", name: "Bea" }),
    );
    await setPostVisible(web.ctx, { workspaceId, postId, isPublic: false, by: { personId: agent.id } });

    for (const id of [theirs, postId, 9_999_999]) {
      expect((await send("POST", `/api/feedback/${id}/vote`, { value: 1 }, { cookie })).status).toBe(404);
    }
    expect(await counts(cookie, `${theirs},${postId}`)).toEqual([]);
    expect(
      (await send("POST", `/api/feedback/${theirs}/vote`, { value: 1 }, { cookie, on: neighbor })).status,
    ).toBe(401);
    await neighbor.stop();
  });

  test("are asked for by numbers, not too many at once", async () => {
    const many = Array.from({ length: 201 }, (_, index) => index + 1).join(",");

    for (const ids of ["", "x", "1,", "1;2", many]) {
      expect((await send("GET", `/api/feedback/counts?ids=${ids}`)).status).toBe(400);
    }
  });
});

describe("news", () => {
  test("is for the person alone, as safe HTML, and can be marked as read", async () => {
    const [miaCookie, otherCookie] = [await signIn(), await signIn(ada)];
    const people = await database.db
      .select()
      .from(schema.people)
      .where(eq(schema.people.workspaceId, web.workspace.id));
    const personId = people.find(({ name }) => name === "Mia")?.id ?? 0;
    await database.db.insert(schema.webNotices).values({
      workspaceId: web.workspace.id,
      personId,
      dedupeKey: "n1",
      markdown: "**Dark mode** is planned. <img src=x onerror=alert(1)>",
      url: null,
    });

    const read = async (cookie: string) =>
      (await (await send("GET", "/api/notices", undefined, { cookie })).json()) as {
        notices: { id: number; html: string; isRead: boolean }[];
      };
    const { notices } = await read(miaCookie);
    expect(notices).toMatchObject([{ isRead: false }]);
    expect(notices[0]?.html).toContain("<strong>Dark mode</strong>");
    expect(notices[0]?.html).not.toContain("<img");
    expect(await read(otherCookie)).toEqual({ notices: [] });

    await send("POST", "/api/notices/read", { upTo: notices[0]?.id }, { cookie: miaCookie });
    expect((await read(miaCookie)).notices).toMatchObject([{ isRead: true }]);
  });
});
