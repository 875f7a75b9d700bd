import { Refused, paged } from "../call.ts";
import { route, type RepoCall, type Route } from "../router.ts";
import { fullName } from "../world.ts";

// The emulator knows check runs only of commits that were made in it, and no statuses.

export const checkRoutes: Route[] = [
  route("GET /commits/{ref}/check-runs", async (world, call, { ref = "" }) => {
    const sha = await resolve(call, ref);
    const all = call.repo.checkRuns.filter((run) => run.sha === sha);
    const isLatest = call.query.get("filter") !== "all";
    const runs = isLatest ? [...new Map(all.map((run) => [run.name, run])).values()] : all;
    const shown = runs.map(({ id, name, status, conclusion }) => ({
      id,
      name,
      status,
      conclusion,
      head_sha: sha,
      html_url: `${world.url}/${fullName(call.repo)}/runs/${id}`,
    }));
    return paged(call, shown, (page) => ({ total_count: runs.length, check_runs: page }));
  }),

  route("GET /commits/{ref}/status", async (world, call, { ref = "" }) => {
    const sha = await resolve(call, ref);
    const all = call.repo.statuses.filter((status) => status.sha === sha);
    const latest = [...new Map(all.map((status) => [status.context, status])).values()];
    const states = latest.map(({ state }) => state);
    const state = states.some((one) => one === "failure" || one === "error")
      ? "failure"
      : states.length > 0 && states.every((one) => one === "success")
        ? "success"
        : "pending";
    const url = `${world.url}/repos/${fullName(call.repo)}/commits/${sha}`;
    return paged(call, latest, (page) => ({
      state,
      statuses: page,
      sha,
      total_count: latest.length,
      commit_url: url,
      url: `${url}/status`,
    }));
  }),
];

async function resolve({ repo }: RepoCall, ref: string): Promise<string> {
  const sha = await repo.git.resolve(ref);
  if (sha === null) throw new Refused(422, `No commit found for SHA: ${ref}`);
  return sha;
}
