import { z } from "zod";
import { Refused, invalid, notFound, paged } from "../call.ts";
import { asJson, asList, number, text, type Json } from "../json.ts";
import { forward, route, type RepoCall, type Route } from "../router.ts";
import type { World } from "../world.ts";

// Pull requests and reviews live in the emulator; their commits and merges are those of the bare repository.

const NewPull = z.object({
  title: z.string(),
  head: z.string(),
  base: z.string(),
  draft: z.boolean().default(false),
});

export const pullRoutes: Route[] = [
  route("GET /pulls", async (world, call) => {
    const state = call.query.get("state") ?? "open";
    const head = call.query.get("head");
    const base = call.query.get("base");
    const pulls = (await listPulls(world, call))
      .filter((pull) => state === "all" || pull["state"] === state)
      .filter((pull) => head === null || asJson(pull["head"])["label"] === head)
      .filter((pull) => base === null || asJson(pull["base"])["ref"] === base);
    const sign = call.query.get("direction") === "asc" ? 1 : -1;
    return paged(
      call,
      pulls.toSorted((a, b) => sign * (number(a, "number") - number(b, "number"))),
    );
  }),

  route("POST /pulls", async (world, call) => {
    const { head, base } = NewPull.parse(call.body);
    const { git } = call.repo;
    const branch = head.replace(`${call.repo.owner}:`, "");
    const headSha = await git.readRef(`refs/heads/${branch}`);
    const baseSha = await git.readRef(`refs/heads/${base}`);
    if (headSha === null) throw invalid({ resource: "PullRequest", field: "head", code: "invalid" });
    if (baseSha === null) throw invalid({ resource: "PullRequest", field: "base", code: "invalid" });
    const isOpen = (await listPulls(world, call)).some(
      (pull) => pull["state"] === "open" && asJson(pull["head"])["ref"] === branch,
    );
    const message = `A pull request already exists for ${call.repo.owner}:${branch}.`;
    if (isOpen) throw invalid({ resource: "PullRequest", code: "custom", message });
    if ((await git.compare(baseSha, headSha))?.ahead === 0) {
      throw invalid({
        resource: "PullRequest",
        code: "custom",
        message: `No commits between ${base} and ${branch}`,
      });
    }
    const reply = await forward(world, call);
    if (reply.status !== 201) return reply;
    call.repo.pulls.set(number(asJson(reply.body), "number"), {
      branch,
      headSha,
      merge: null,
      isReady: false,
    });
    const pull = await showPull(call.repo, asJson(reply.body));
    await world.webhooks.pull(call.repo, "opened", pull, call.caller);
    return { ...reply, body: pull };
  }),

  route("GET /pulls/{number}", async (world, call, { number: given = "" }) => ({
    status: 200,
    body: await findPull(world, call, Number(given)),
  })),

  route("PATCH /pulls/{number}", async (world, call, { number: given = "" }) => {
    const before = await findPull(world, call, Number(given));
    const reply = await forward(world, call);
    if (reply.status !== 200) return reply;
    const pull = await showPull(call.repo, asJson(reply.body));
    const closed = pull["state"] === "closed" ? "closed" : "reopened";
    const action = before["state"] === pull["state"] ? "edited" : closed;
    await world.webhooks.pull(call.repo, action, pull, call.caller);
    return { ...reply, body: pull };
  }),

  route("POST /pulls/{number}/reviews", async (world, call, { number: given = "" }) => {
    const pull = await findPull(world, call, Number(given));
    // The emulator would take the commit it knows of.
    const commit_id = text(asJson(pull["head"]), "sha");
    const reply = await forward(world, call, { commit_id, ...asJson(call.body) });
    if (reply.status === 200 || reply.status === 201) {
      await world.webhooks.review(call.repo, { pull, review: asJson(reply.body) }, call.caller);
    }
    return { ...reply, status: reply.status === 201 ? 200 : reply.status };
  }),
];

/** All of a repository, as GitHub shows them. */
export async function listPulls(world: World, call: RepoCall): Promise<Json[]> {
  const found: Json[] = [];
  for (let page = 1; ; page += 1) {
    const query = new URLSearchParams({ state: "all", per_page: "100", page: String(page) });
    const reply = await forward(world, { ...call, method: "GET", part: "/pulls", query, body: null });
    // Whoever may read issues only, sees the issues only.
    if (reply.status !== 200) return found;
    const items = asList(reply.body);
    for (const item of items) found.push(await showPull(call.repo, item));
    if (items.length < 100) return found;
  }
}

export async function findPull(world: World, call: RepoCall, pullNumber: number): Promise<Json> {
  const part = `/pulls/${pullNumber}`;
  const reply = await forward(world, {
    ...call,
    method: "GET",
    part,
    query: new URLSearchParams(),
    body: null,
  });
  if (reply.status === 404) throw notFound();
  if (reply.status !== 200) throw new Refused(reply.status, "Forbidden");
  return showPull(call.repo, asJson(reply.body));
}

async function showPull(repo: RepoCall["repo"], pull: Json): Promise<Json> {
  const record = repo.pulls.get(number(pull, "number"));
  if (!record) return pull;
  if (record.merge === null && pull["state"] === "open") {
    record.headSha = (await repo.git.readRef(`refs/heads/${record.branch}`)) ?? record.headSha;
  }
  return {
    ...pull,
    draft: pull["draft"] === true && !record.isReady,
    head: { ...asJson(pull["head"]), sha: record.headSha },
    merged: record.merge !== null,
    merged_at: record.merge?.at ?? null,
    merge_commit_sha: record.merge?.sha ?? null,
  };
}
