import { Refused, notFound, paged, type Call, type Reply } from "../call.ts";
import { asJson, asList, number, text, type Json } from "../json.ts";
import { forward, route, type RepoCall, type Route } from "../router.ts";
import { showIssue } from "../show-issue.ts";
import { fullName, type World } from "../world.ts";
import { listPulls } from "./pulls.ts";

// Issues and comments live in the emulator. Added here: issues that are gone or moved, pull requests among the issues,
// the reason "duplicate", what closed an issue, and times compared as times.

export const issueRoutes: Route[] = [
  route("GET /issues", async (world, call) => {
    const issues = (await readAll(world, call, "/issues", { state: "all" }))
      .filter((issue) => !call.repo.deleted.has(number(issue, "number")))
      .filter((issue) => !call.repo.transfers.has(number(issue, "number")))
      .map((issue) => showIssue(call.repo, issue));
    const pulls = (await listPulls(world, call)).map(toIssueOfPull);
    return paged(call, select([...issues, ...pulls], call.query));
  }),

  route("POST /issues", async (world, call) => {
    const reply = await forward(world, call);
    if (reply.status === 201) {
      await world.webhooks.issue(call.repo, "opened", asJson(reply.body), call.caller);
    }
    return reply;
  }),

  route("GET /issues/comments", async (world, call) => {
    return paged(call, select(await readAllComments(world, call), call.query, "asc"));
  }),

  route("GET /issues/{number}", async (world, call, { number: given = "" }) => {
    const found = await findIssue(world, call, Number(given));
    return { status: 200, body: found };
  }),

  route("PATCH /issues/{number}", changeIssue),

  route("GET /issues/{number}/comments", async (world, call, { number: given = "" }) => {
    await findIssue(world, call, Number(given));
    const comments = await readAll(world, call, `/issues/${given}/comments`, {});
    return paged(call, since(comments, call.query));
  }),

  route("POST /issues/{number}/comments", async (world, call, { number: given = "" }) => {
    const issue = await findIssue(world, call, Number(given));
    const reply = await forward(world, call);
    if (reply.status === 201) {
      await world.webhooks.comment(call.repo, "created", { issue, comment: asJson(reply.body) }, call.caller);
    }
    return reply;
  }),

  route("GET /issues/{number}/timeline", async (world, call, { number: given = "" }) => {
    const issueNumber = Number(given);
    await findIssue(world, call, issueNumber);
    const events = (await readAll(world, call, `/issues/${given}/timeline`, {})).map((event) => ({
      ...event,
    }));
    const closer = call.repo.closers.get(issueNumber);
    const lastClosed: Json | undefined = events.findLast(({ event }) => event === "closed");
    if (closer?.commit && lastClosed) {
      const { commit, commitRepo = fullName(call.repo) } = closer;
      lastClosed["commit_id"] = commit;
      lastClosed["commit_url"] = `${world.url}/repos/${commitRepo}/commits/${commit}`;
    }
    const mentions = closer?.pull ? [await mentionOf(world, call, closer.pull)] : [];
    return paged(call, [...mentions, ...events]);
  }),
];

/** All pages of a list of the emulator. */
export async function readAll(
  world: World,
  call: RepoCall,
  part: string,
  params: Record<string, string>,
): Promise<Json[]> {
  const found: Json[] = [];
  for (let page = 1; ; page += 1) {
    const query = new URLSearchParams({ ...params, per_page: "100", page: String(page) });
    const reply = await forward(world, { ...call, method: "GET", part, query, body: null });
    if (reply.status !== 200) throw new Refused(reply.status, String(asJson(reply.body)["message"]));
    const items = asList(reply.body);
    found.push(...items);
    if (items.length < 100) return found;
  }
}

/** The emulator takes the word "comments" for an issue's number. */
async function readAllComments(world: World, call: RepoCall): Promise<Json[]> {
  const issues = await readAll(world, call, "/issues", { state: "all" });
  const numbers = [...issues.map((issue) => number(issue, "number")), ...call.repo.pulls.keys()];
  const shown = numbers.filter((one) => !call.repo.deleted.has(one) && !call.repo.transfers.has(one));
  const found = await Promise.all(shown.map((one) => readAll(world, call, `/issues/${one}/comments`, {})));
  return found.flat();
}

/** Throws what GitHub says of issues that are gone; moved ones answer with their new place. */
export async function findIssue(world: World, call: RepoCall, issueNumber: number): Promise<Json> {
  const { repo } = call;
  if (repo.deleted.has(issueNumber)) throw new Refused(410, "This issue was deleted");
  const moved = repo.transfers.get(issueNumber);
  if (moved) throw redirect(call, `${world.url}/repositories/${moved.to.id}/issues/${moved.number}`);
  if (repo.pulls.has(issueNumber)) {
    const pull = (await listPulls(world, call)).find((one) => one["number"] === issueNumber);
    if (pull) return toIssueOfPull(pull);
  }
  const part = `/issues/${issueNumber}`;
  const reply = await forward(world, {
    ...call,
    method: "GET",
    part,
    query: new URLSearchParams(),
    body: null,
  });
  if (reply.status !== 200) throw notFound();
  return showIssue(repo, asJson(reply.body));
}

/** GitHub moves reading by 301 and everything else by 307. */
export function redirect(call: Pick<Call, "method">, location: string): Refused {
  const refused = new Refused(call.method === "GET" ? 301 : 307, "Moved Permanently");
  refused.reply.headers = { location };
  return refused;
}

async function changeIssue(
  world: World,
  call: RepoCall,
  { number: given = "" }: Record<string, string>,
): Promise<Reply> {
  const issueNumber = Number(given);
  const before = await findIssue(world, call, issueNumber);
  const body = asJson(call.body);
  const isDuplicate = body["state_reason"] === "duplicate";
  const reply = await forward(world, call, isDuplicate ? { ...body, state_reason: "not_planned" } : body);
  if (reply.status !== 200) return reply;
  if (isDuplicate) call.repo.duplicates.add(issueNumber);
  else if (body["state"] !== undefined) call.repo.duplicates.delete(issueNumber);
  const issue = showIssue(call.repo, asJson(reply.body));
  await world.webhooks.issue(call.repo, actionOf(before, issue, body), issue, call.caller);
  return { ...reply, body: issue };
}

function actionOf(before: Json, after: Json, body: Json): string {
  if (before["state"] !== after["state"]) return after["state"] === "closed" ? "closed" : "reopened";
  if (body["labels"] !== undefined) return "labeled";
  if (body["milestone"] !== undefined) return body["milestone"] === null ? "demilestoned" : "milestoned";
  return "edited";
}

function select(items: Json[], query: URLSearchParams, usual: "asc" | "desc" = "desc"): Json[] {
  const state = query.get("state") ?? "open";
  const labels = query.get("labels")?.split(",") ?? [];
  const by = query.get("sort") === "updated" ? "updated_at" : "created_at";
  const sign = (query.get("direction") ?? usual) === "asc" ? 1 : -1;
  return since(items, query)
    .filter((item) => item["state"] === undefined || state === "all" || item["state"] === state)
    .filter((item) => labels.every((label) => labelsOf(item).includes(label.toLowerCase())))
    .toSorted((a, b) => sign * (timeOf(a, by) - timeOf(b, by)));
}

function since(items: Json[], query: URLSearchParams): Json[] {
  const from = query.get("since");
  // GitHub's times have whole seconds.
  return from === null
    ? items
    : items.filter((item) => Math.floor(timeOf(item, "updated_at") / 1000) * 1000 >= Date.parse(from));
}

function timeOf(item: Json, key: string): number {
  return Date.parse(text(item, key));
}

function labelsOf(item: Json): string[] {
  return asList(item["labels"] ?? []).map((label) => text(label, "name").toLowerCase());
}

function toIssueOfPull(pull: Json): Json {
  const pullUrl = text(pull, "url");
  return {
    ...pull,
    url: pullUrl.replace("/pulls/", "/issues/"),
    repository_url: pullUrl.replace(/\/pulls\/\d+$/u, ""),
    state_reason: null,
    labels: [],
    pull_request: { url: pullUrl, html_url: pull["html_url"], merged_at: pull["merged_at"] },
  };
}

async function mentionOf(world: World, call: RepoCall, pullNumber: number): Promise<Json> {
  const pull = (await listPulls(world, call)).find((one) => one["number"] === pullNumber);
  if (!pull) throw new Error(`${fullName(call.repo)} has no pull request ${pullNumber}.`);
  return {
    event: "cross-referenced",
    actor: pull["user"],
    created_at: pull["created_at"],
    updated_at: pull["created_at"],
    source: { type: "issue", issue: toIssueOfPull(pull) },
  };
}
