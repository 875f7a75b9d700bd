import { createHmac } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startGithub, type Github } from "./index.ts";
import { checkPayload } from "./payloads.ts";

type Received = { headers: IncomingHttpHeaders; body: string };

let github: Github;
let server: Server;
let received: Received[];
let answer: number;

beforeEach(async () => {
  github = await startGithub();
  received = [];
  answer = 202;
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
      response.writeHead(answer).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("The receiver has no port.");
  github.onWebhook(`http://127.0.0.1:${address.port}/webhooks/github`, "a secret");
});

afterEach(async () => {
  await github.stop();
  await new Promise((resolve) => server.close(resolve));
});

async function events(): Promise<string[]> {
  await github.settled();
  return github.deliveries.map(({ event, action }) => (action === null ? event : `${event}.${action}`));
}

test("everything that happens to an issue is told, in the form that GitHub describes", async () => {
  await github.addRepo({ name: "shop" });
  await github.addRepo({ name: "cart" });
  await github.openIssue("acme/shop", { title: "One", body: "Text", labels: ["bug"], by: "stranger" });
  await github.openIssue("acme/shop", { title: "Two" });
  await github.comment("acme/shop", 1, "/reply hello");
  await github.editIssue("acme/shop", 1, { title: "First" });
  await github.label("acme/shop", 1, ["confirmed"]);
  await github.milestone("acme/shop", 1, "2.0");
  await github.milestone("acme/shop", 1, null);
  await github.closeIssue("acme/shop", 1, "duplicate");
  await github.reopen("acme/shop", 1);
  await github.transfer("acme/shop", 1, "acme/cart");
  await github.deleteIssue("acme/shop", 2);

  expect(await events()).toEqual([
    "issues.opened",
    "issues.opened",
    "issue_comment.created",
    "issues.edited",
    "issues.labeled",
    "issues.milestoned",
    "issues.demilestoned",
    "issues.closed",
    "issues.reopened",
    "issues.opened",
    "issues.transferred",
    "issues.deleted",
  ]);
  expectRealForms();
});

test("everything that happens to code is told, in the form that GitHub describes", async () => {
  await github.addRepo({ name: "shop" });
  const sha = await github.push("acme/shop", { "a.txt": "a" }, { branch: "change" });
  const pull = await github.openPull("acme/shop", { title: "A change", branch: "change", draft: true });
  await github.push("acme/shop", { "b.txt": "b" }, { branch: "change" });
  await github.setChecks("acme/shop", sha, "pending");
  await github.setChecks("acme/shop", sha, "success");
  await github.setStatus("acme/shop", sha, "success");
  await github.review("acme/shop", pull, "APPROVE");
  await github.markReady("acme/shop", pull);
  await github.closePull("acme/shop", pull);
  await github.deleteBranch("acme/shop", "change");
  await github.release("acme/shop", "v1.0.0");

  expect(await events()).toEqual([
    "create",
    "push",
    "pull_request.opened",
    "push",
    "pull_request.synchronize",
    "check_run.created",
    "check_run.completed",
    "status",
    "pull_request_review.submitted",
    "pull_request.ready_for_review",
    "pull_request.closed",
    "delete",
    "push",
    "create",
    "push",
    "release.published",
  ]);
  expectRealForms();
});

test("a merge closes the issues that the pull request names", async () => {
  await github.addRepo({ name: "shop" });
  await github.openIssue("acme/shop", { title: "One" });
  await github.push("acme/shop", { "a.txt": "a" }, { branch: "change" });
  const pull = await github.openPull("acme/shop", { title: "A change", body: "Fixes #1", branch: "change" });

  const merged = await github.merge("acme/shop", pull);

  expect((await events()).slice(-3)).toEqual(["pull_request.closed", "push", "issues.closed"]);
  const closing = JSON.parse(github.deliveries.at(-3)?.body ?? "{}");
  expect(closing.pull_request).toMatchObject({ merged: true, merge_commit_sha: merged, state: "closed" });
  expect(await github.readFile("acme/shop", "main", "a.txt")).toBe("a");
  expectRealForms();
});

test("what happens to a repository is told, in the form that GitHub describes", async () => {
  await github.addRepo({ name: "shop" });
  await github.renameRepo("acme/shop", "store");
  await github.archiveRepo("acme/store");
  await github.archiveRepo("acme/store", false);
  await github.deleteRepo("acme/store");

  expect(await events()).toEqual([
    "repository.renamed",
    "repository.archived",
    "repository.unarchived",
    "repository.deleted",
  ]);
  expectRealForms();
});

test("a delivery is signed, and sent again under the same id", async () => {
  await github.addRepo({ name: "shop" });
  await github.openIssue("acme/shop", { title: "Ünïcode ✓" });
  await github.settled();
  answer = 500;

  const status = await github.redeliver(github.deliveries[0]?.id ?? "");

  expect(status).toBe(500);
  const [first, again] = received;
  expect(again?.body).toBe(first?.body);
  expect(again?.headers["x-github-delivery"]).toBe(first?.headers["x-github-delivery"]);
  expect(first?.headers["x-github-event"]).toBe("issues");
  const signature = createHmac("sha256", "a secret")
    .update(first?.body ?? "")
    .digest("hex");
  expect(first?.headers["x-hub-signature-256"]).toBe(`sha256=${signature}`);
});

test("deliveries that are held can be sent later", async () => {
  await github.addRepo({ name: "shop" });
  github.holdWebhooks(true);
  await github.openIssue("acme/shop", { title: "One" });
  await github.settled();
  expect(received).toEqual([]);

  await github.redeliver(github.deliveries[0]?.id ?? "");

  expect(received).toHaveLength(1);
});

test("a payload that GitHub would not send is noticed", () => {
  expect(checkPayload("issues", "opened", { action: "opened" })).not.toEqual([]);
  expect(checkPayload("issues", "exploded", {})).toEqual(["GitHub has no webhook issues-exploded"]);
});

function expectRealForms(): void {
  const problems = github.deliveries.flatMap(({ event, action, body }) =>
    checkPayload(event, action, JSON.parse(body)),
  );
  expect(problems).toEqual([]);
  expect(received).toHaveLength(github.deliveries.length);
}
