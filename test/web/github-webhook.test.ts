import { createHmac, randomUUID } from "node:crypto";
import { connect } from "node:net";
import { schema } from "@firstline/db";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkPayload, completePayload } from "../standins/github/payloads.ts";
import { testDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { queuedJobs } from "../support/factories.ts";
import { aWeb, problemOf } from "./support.ts";
import type { TestWeb } from "./support.ts";

const SECRET = "a secret of the webhook";
const PATH = "/webhooks/github";

let database: TestDatabase;
let web: TestWeb;
beforeAll(async () => {
  database = await testDatabase();
  web = await aWeb(database, { webhookSecret: SECRET });
});
afterAll(async () => {
  await web.stop();
  await database.stop();
});

type Delivery = {
  event?: string;
  id?: string;
  body?: string;
  secret?: string;
  headers?: Record<string, string>;
};

const sign = (body: string, secret = SECRET): string =>
  `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;

function send({ event = "issues", id = randomUUID(), body = "{}", secret, headers = {} }: Delivery) {
  return web.fetch(PATH, {
    method: "POST",
    body,
    headers: {
      "Content-Type": "application/json",
      "X-GitHub-Event": event,
      "X-GitHub-Delivery": id,
      "X-Hub-Signature-256": sign(body, secret),
      ...headers,
    },
  });
}

const OF = { repository: { id: 4711, full_name: "acme/app" }, sender: { login: "mona" } };

/** A payload of GitHub's own form, made of its description. */
function payloadOf(event: string, action: string | null, parts: Record<string, unknown>): string {
  const payload = completePayload(event, action, { ...(action === null ? {} : { action }), ...OF, ...parts });
  expect(checkPayload(event, action, payload)).toEqual([]);
  return JSON.stringify(payload);
}

async function storedOf(id: string) {
  const d = schema.githubDeliveries;
  const rows = await database.db.select().from(d).where(eq(d.deliveryId, id));
  return rows.map((row) => row.payload);
}

const REACTIONS = ["total_count", "+1", "-1", "laugh", "confused", "heart", "hooray", "eyes", "rocket"];
const issue = {
  issue: {
    number: 12,
    title: "Export fails",
    body: "a secret text of somebody",
    user: { login: "mia", id: 3 },
    author_association: "NONE",
    reactions: { url: "https://api.github.com/r", ...Object.fromEntries(REACTIONS.map((name) => [name, 0])) },
  },
};
const pull = { pull_request: { number: 5, head: { sha: "abc123", ref: "automated-fix/ticket-7" } } };
const comment = { comment: { id: 99, body: "/reply We see it." } };
const CHECK = { head_sha: "abc123" };
const issueEvent = { kind: "issue", externalId: 4711, number: 12 };
const pullEvent = { kind: "pull", externalId: 4711, number: 5 };
const commit = { kind: "commit", externalId: 4711, sha: "abc123", branch: null };
const release = { kind: "release", externalId: 4711 };
const ofRepository = { kind: "repository", externalId: 4711 };
const INSTALLATION = { installation: { id: 31 }, repositories: [{ id: 4711 }] };
const installation = { kind: "installation", installationId: 31, externalIds: [4711] };
const AFTER = "1".repeat(40);

test.each<[string, string | null, Record<string, unknown>, unknown]>([
  ["issues", "closed", issue, issueEvent],
  ["issues", "reopened", issue, issueEvent],
  ["issues", "labeled", issue, issueEvent],
  ["issues", "milestoned", issue, issueEvent],
  ["issues", "transferred", issue, issueEvent],
  ["issues", "deleted", issue, issueEvent],
  ["issue_comment", "created", { ...issue, ...comment }, { ...issueEvent, kind: "comment" }],
  ["issue_comment", "edited", { ...issue, ...comment }, { ...issueEvent, kind: "comment" }],
  ["issue_comment", "created", { ...issue, comment: { body: "Me too!" } }, null],
  ["issue_comment", "created", { issue: { ...issue.issue, pull_request: {} }, ...comment }, null],
  ["pull_request", "closed", { ...pull, number: 5 }, pullEvent],
  ["pull_request", "synchronize", { ...pull, number: 5 }, pullEvent],
  ["pull_request_review", "submitted", pull, pullEvent],
  ["check_run", "completed", { check_run: CHECK }, commit],
  ["check_run", "created", { check_run: CHECK }, null],
  ["check_suite", "completed", { check_suite: CHECK }, commit],
  ["status", null, { sha: "abc123" }, commit],
  [
    "push",
    null,
    { ref: "refs/heads/automated-fix/ticket-7", after: AFTER },
    { ...commit, sha: AFTER, branch: "automated-fix/ticket-7" },
  ],
  ["push", null, { ref: "refs/tags/v1.4.2", after: AFTER }, release],
  ["create", null, { ref: "v1.4.2", ref_type: "tag" }, release],
  [
    "delete",
    null,
    { ref: "automated-fix/ticket-7", ref_type: "branch" },
    { ...commit, sha: "", branch: "automated-fix/ticket-7" },
  ],
  ["delete", null, { ref: "v1.4.2", ref_type: "tag" }, null],
  ["release", "published", { release: { tag_name: "v1.4.2" } }, release],
  ["repository", "renamed", {}, ofRepository],
  ["repository", "archived", {}, ofRepository],
  ["installation", "suspend", INSTALLATION, installation],
  [
    "installation_repositories",
    "removed",
    { installation: { id: 31 }, repositories_removed: [{ id: 4711 }] },
    installation,
  ],
  ["star", "created", {}, null],
  ["watch", "started", {}, null],
])("a signed %s %s is kept as what has changed", async (event, action, parts, expected) => {
  const id = randomUUID();

  const response = await send({ event, id, body: payloadOf(event, action, parts) });

  expect(response.status).toBe(202);
  expect(await storedOf(id)).toEqual(expected === null ? [] : [expected]);
});

test("a delivery is stored with its job, and a replay does nothing", async () => {
  const id = randomUUID();
  const body = payloadOf("issues", "closed", issue);

  const statuses = [];
  for (const _ of [1, 2, 3]) statuses.push((await send({ id, body })).status);

  expect(statuses).toEqual([202, 200, 200]);
  expect(await storedOf(id)).toHaveLength(1);
  expect(await queuedJobs(database.db, "take_in_deliveries")).toHaveLength(1);
});

test("nothing that somebody wrote is kept", async () => {
  const id = randomUUID();

  await send({ id, body: payloadOf("issues", "opened", issue) });

  expect(JSON.stringify(await storedOf(id))).not.toContain("secret text");
});

test("a ping is answered", async () => {
  const body = payloadOf("ping", null, { zen: "Keep it logically awesome.", hook_id: 1, hook: {} });

  const response = await send({ event: "ping", body });

  expect([response.status, await response.json()]).toEqual([200, { status: "ready" }]);
});

test.each<[string, Record<string, string>]>([
  ["without a signature", { "X-Hub-Signature-256": "" }],
  ["signed with another secret", { "X-Hub-Signature-256": sign("{}", "guessed") }],
  ["signed for another body", { "X-Hub-Signature-256": sign("{ }") }],
  ["with half a signature", { "X-Hub-Signature-256": sign("{}").slice(0, 40) }],
  ["with a signature of no bytes", { "X-Hub-Signature-256": "sha256=" }],
  ["with the old kind of signature", { "X-Hub-Signature-256": sign("{}").replace("sha256", "sha1") }],
  ["with a signature in capitals", { "X-Hub-Signature-256": sign("{}").toUpperCase() }],
])("a delivery %s is refused", async (_, headers) => {
  const id = randomUUID();

  const response = await send({ id, headers });

  expect(response.status).toBe(401);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  expect((await problemOf(response)).detail).toBe("The delivery is not signed with the webhook's secret.");
  expect(await storedOf(id)).toEqual([]);
});

test.each<[string, Delivery]>([
  ["that is no JSON", { body: "not json" }],
  ["that is no payload of its event", { body: '{"issue":{}}' }],
  ["with a negative number", { body: JSON.stringify({ ...OF, issue: { number: -1 } }) }],
  ["without its event", { headers: { "X-GitHub-Event": "" } }],
  ["without its id", { headers: { "X-GitHub-Delivery": "" } }],
  ["with an id that is none", { headers: { "X-GitHub-Delivery": "a b; drop table" } }],
  ["as a form", { headers: { "Content-Type": "application/x-www-form-urlencoded" } }],
])("a signed delivery %s is refused with a reason", async (_, delivery) => {
  const response = await send(delivery);

  expect(response.status).toBe(400);
  expect((await problemOf(response)).code).toBe("invalid");
});

test("a delivery larger than other requests may be is taken in", async () => {
  const id = randomUUID();
  const body = JSON.stringify({ ...OF, issue: { number: 12, body: "x".repeat(2_000_000) } });

  const response = await send({ id, body });

  expect(response.status).toBe(202);
  expect(await storedOf(id)).toEqual([issueEvent]);
});

test("a delivery that says it is too large is not read", async () => {
  const status = await sendRaw(`Content-Length: ${30 * 1024 * 1024}`, "{");

  expect(status).toBe(413);
});

test("a delivery that grows too large is cut off", async () => {
  const response = await send({ body: "x".repeat(26 * 1024 * 1024) });

  expect(response.status).toBe(413);
});

test("without a webhook's secret there is nothing at the address", async () => {
  const bare = await aWeb(database);

  const response = await bare.fetch(PATH, { method: "POST", body: "{}" });
  await bare.stop();

  expect(response.status).toBe(404);
});

/** Sends a header and the beginning of a body, and nothing more. */
function sendRaw(header: string, body: string): Promise<number> {
  const { hostname, port } = new URL(web.url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => {
      const lines = [`POST ${PATH} HTTP/1.1`, `Host: ${hostname}`, "X-Hub-Signature-256: sha256=00", header];
      socket.write(`${lines.join("\r\n")}\r\n\r\n${body}`);
    });
    socket.once("data", (data) => {
      socket.destroy();
      resolve(Number(/^HTTP\/1\.1 (\d+)/u.exec(data.toString())?.[1] ?? 0));
    });
    socket.once("error", reject);
  });
}
