import type { Caller } from "./call.ts";
import { callAs } from "./perform.ts";
import { listPulls } from "./routes/pulls.ts";
import { asJson, number } from "./json.ts";
import type { RepoRecord, World } from "./world.ts";

const NOTHING = "0".repeat(40);

/** What GitHub tells when a branch or tag was made, moved or deleted. */
export async function refChanged(
  world: World,
  repo: RepoRecord,
  { ref, before, after, by }: { ref: string; before: string | null; after: string | null; by: Caller },
): Promise<void> {
  const isBranch = ref.startsWith("refs/heads/");
  const name = ref.replace(/^refs\/(?:heads|tags)\//u, "");
  const kind = { ref: name, ref_type: isBranch ? "branch" : "tag" };
  if (before === null) await world.webhooks.ref(repo, "create", kind, by);
  if (after === null) await world.webhooks.ref(repo, "delete", kind, by);
  await world.webhooks.push(repo, { ref, before: before ?? NOTHING, after: after ?? NOTHING }, by);
  if (!isBranch || before === null || after === null) return;
  for (const pull of await listPulls(world, callAs(world, repo))) {
    const isOurs = repo.pulls.get(number(pull, "number"))?.branch === name;
    if (isOurs && pull["state"] === "open") await world.webhooks.pull(repo, "synchronize", asJson(pull), by);
  }
}
