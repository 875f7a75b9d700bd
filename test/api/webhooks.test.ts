import { createPost } from "@firstline/core";
import { expect, test } from "vitest";
import { queuedJobs } from "../support/factories.ts";
import { aWeb } from "../web/support.ts";
import { aProgram, fileApi } from "./support.ts";

const { database, web, program } = await fileApi();

const url = "https://hooks.example.com/firstline";

async function make(events: string[] = []): Promise<number> {
  const { body } = await program.post("/webhooks", { url, events });
  return Number(body["id"]);
}

test("a webhook is made, read, changed and deleted, and its secret is shown once", async () => {
  const made = await program.post("/webhooks", { url, description: "Pager", events: ["ticket.escalated"] });
  const id = Number(made.body["id"]);

  expect(made.status).toBe(201);
  expect(made.headers.get("location")).toBe(`/api/v1/webhooks/${id}`);
  expect(made.body["secret"]).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/u);
  const read = await program.get(`/webhooks/${id}`);
  expect(read.body).toMatchObject({
    id,
    url,
    description: "Pager",
    events: ["ticket.escalated"],
    enabled: true,
  });
  expect(JSON.stringify([read.body, (await program.get("/webhooks")).body])).not.toContain("whsec_");
  const changed = await program.send("PATCH", `/webhooks/${id}`, { enabled: false, events: [] });
  expect(changed.body).toMatchObject({ enabled: false, events: [], description: "Pager" });
  expect((await program.send("DELETE", `/webhooks/${id}`)).status).toBe(204);
  expect((await program.get(`/webhooks/${id}`)).status).toBe(404);
});

test.each([
  "http://hooks.example.com/",
  "https://127.0.0.1/",
  "https://localhost/",
  "https://user:pass@example.com/",
  "no address",
])("%s is no address for a webhook", async (bad) => {
  const made = await program.post("/webhooks", { url: bad });
  const id = await make();

  expect(made.status).toBe(400);
  expect((await program.send("PATCH", `/webhooks/${id}`, { url: bad })).status).toBe(400);
  await program.send("DELETE", `/webhooks/${id}`);
});

test("an event that does not exist is refused", async () => {
  expect((await program.post("/webhooks", { url, events: ["ticket.eaten"] })).status).toBe(400);
});

test("the log is read page by page, and what stands there can be sent again", async () => {
  const id = await make(["feedback.created"]);
  for (const title of ["One", "Two", "Three"]) {
    await createPost(web.ctx, {
      workspaceId: web.workspace.id,
      title: `${title} more thing`,
      description: "",
      author: { platform: "slack", externalId: "U_ADA", name: "Ada" },
      place: null,
    });
  }
  await program.post(`/webhooks/${id}/test`);

  const first = await program.get(`/webhooks/${id}/deliveries?limit=3`);
  const second = await program.get(`/webhooks/${id}/deliveries?limit=3&cursor=${String(first.body["next"])}`);

  const typesOf = (body: unknown) =>
    (body as { deliveries: { type: string }[] }).deliveries.map(({ type }) => type);
  expect(typesOf(first.body)).toEqual(["webhook.test", "feedback.created", "feedback.created"]);
  expect(typesOf(second.body)).toEqual(["feedback.created"]);
  expect(second.body["next"]).toBeNull();
  const [oldest] = second.body["deliveries"] as { id: number; status: string }[];
  const again = await program.post(`/webhooks/${id}/deliveries/${oldest?.id}/redeliver`);
  expect(again).toMatchObject({ status: 202, body: { id: oldest?.id, status: "pending" } });
  expect(await queuedJobs(database.db, "deliver_webhook")).toHaveLength(4);
});

test("a neighbor's webhook does not exist, and its deliveries do not either", async () => {
  const neighbor = await aWeb(database);
  const stranger = await aProgram(neighbor);
  const id = await make();
  const test = await program.post(`/webhooks/${id}/test`);
  const mine = await stranger.post("/webhooks", { url });

  const tries = [
    stranger.get(`/webhooks/${id}`),
    stranger.send("PATCH", `/webhooks/${id}`, { enabled: false }),
    stranger.send("DELETE", `/webhooks/${id}`),
    stranger.post(`/webhooks/${id}/test`),
    stranger.get(`/webhooks/${id}/deliveries`),
    stranger.post(`/webhooks/${id}/deliveries/${String(test.body["id"])}/redeliver`),
    stranger.post(`/webhooks/${String(mine.body["id"])}/deliveries/${String(test.body["id"])}/redeliver`),
  ];

  expect((await Promise.all(tries)).map(({ status }) => status)).toEqual(Array.from(tries, () => 404));
  expect((await program.get(`/webhooks/${id}`)).body).toMatchObject({ enabled: true });
  await neighbor.stop();
});

test("a key without the scope is refused", async () => {
  const reader = await aProgram(web, ["webhooks:read"]);

  expect((await reader.get("/webhooks")).status).toBe(200);
  expect((await reader.post("/webhooks", { url })).status).toBe(403);
});

test("a workspace has at most twenty", async () => {
  const crowded = await aWeb(database);
  const maker = await aProgram(crowded);
  for (let made = 0; made < 20; made += 1) expect((await maker.post("/webhooks", { url })).status).toBe(201);

  expect((await maker.post("/webhooks", { url })).status).toBe(429);
  await crowded.stop();
});
