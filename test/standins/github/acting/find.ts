import { asJson, type Json } from "../json.ts";
import { handle } from "../handle.ts";
import { callAs } from "../perform.ts";
import { findRepo, type RepoRecord, type World } from "../world.ts";

export function repoNamed(world: World, fullName: string): RepoRecord {
  const [owner = "", name = ""] = fullName.split("/");
  const repo = findRepo(world, owner, name);
  if (!repo) throw new Error(`There is no repository ${fullName}.`);
  return repo;
}

/** Does something as a person, by the API; throws when GitHub would refuse. */
export async function act(
  world: World,
  repo: RepoRecord,
  what: { method: string; part: string; body?: unknown; by?: string | undefined },
): Promise<Json> {
  const { by, ...rest } = what;
  const reply = await handle(world, callAs(world, repo, { ...rest, ...(by !== undefined && { login: by }) }));
  if (reply.status >= 300) {
    throw new Error(
      `${what.method} ${what.part} as ${by ?? world.admin}: ${reply.status} ${JSON.stringify(reply.body)}`,
    );
  }
  return reply.body === null ? {} : asJson(reply.body);
}
