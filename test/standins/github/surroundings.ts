import type { Caller } from "./call.ts";
import { userToken } from "./emulator.ts";
import { asJson, type Json } from "./json.ts";
import { readRepository } from "./routes/accounts.ts";
import type { RepoRecord, World } from "./world.ts";

/** What every payload says beside the event itself. */
export async function surroundings(
  world: World,
  repo: RepoRecord,
  by: Caller,
): Promise<{ repository: Json; sender: Json; installation?: Json }> {
  const id = world.installations.get(repo.owner);
  return {
    repository: await readRepository(world, repo.id),
    sender: await senderOf(world, by),
    ...(id !== undefined && { installation: { id, node_id: `installation-${id}` } }),
  };
}

async function senderOf(world: World, by: Caller): Promise<Json> {
  if (by.kind !== "user") {
    return {
      login: `${world.app.slug}[bot]`,
      id: world.app.id,
      node_id: "bot",
      type: "Bot",
      site_admin: false,
    };
  }
  const path = `/users/${by.login}`;
  const { body } = await world.emulator.call(`Bearer ${userToken(by.login)}`, "GET", path);
  const { login, id, node_id, avatar_url, html_url, url, type } = asJson(body);
  return { login, id, node_id, avatar_url, html_url, url, type, site_admin: false };
}
