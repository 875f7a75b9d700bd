import { Refused, paged, type Call, type Reply } from "../call.ts";
import { userToken } from "../emulator.ts";
import { asJson, asList, number, text, type Json } from "../json.ts";
import type { World } from "../world.ts";

// Accounts, apps and tokens live in the emulator. Added here: what an installation can reach, tokens that end, permissions
// that change, installations that are suspended.

const HOUR_MS = 60 * 60_000;

/** Null for a path that is about a repository. */
export async function answerAccount(world: World, call: Call): Promise<Reply | null> {
  if (call.path.startsWith("/repos/") || call.path.startsWith("/repositories/")) return null;
  const { caller, path } = call;
  if (path === "/installation/repositories") return listReachable(world, call);
  if (path === "/user/repos") return listOwn(world, call);
  if (path.startsWith("/app") && caller.kind !== "app") {
    throw new Refused(401, "A JSON web token could not be decoded");
  }
  if (!path.startsWith("/app") && caller.kind === "app") throw new Refused(401, "Bad credentials");
  const installation = /^\/app\/installations\/(\d+)\/access_tokens$/u.exec(path)?.[1];
  if (installation !== undefined && world.suspended.has(Number(installation))) {
    throw new Refused(403, "This installation has been suspended");
  }
  const query = call.query.size > 0 ? `?${call.query.toString()}` : "";
  const reply = await world.emulator.call(caller.authorization, call.method, `${path}${query}`, call.body);
  if (path === "/app/installations" && reply.status === 200) {
    return paged(
      call,
      asList(reply.body).map((found) => showInstallation(world, found)),
    );
  }
  return installation === undefined ? reply : rememberToken(world, Number(installation), reply);
}

export function showInstallation(world: World, installation: Json): Json {
  const isSuspended = world.suspended.has(number(installation, "id"));
  return {
    ...installation,
    permissions: world.permissions,
    suspended_at: isSuspended ? new Date(world.now()).toISOString() : null,
  };
}

function rememberToken(world: World, installationId: number, reply: Reply): Reply {
  if (reply.status !== 201) return reply;
  const body = asJson(reply.body);
  const expiresAt = world.now() + HOUR_MS;
  world.tokens.set(text(body, "token"), { installationId, expiresAt });
  const expires_at = new Date(expiresAt).toISOString();
  return { ...reply, body: { ...body, expires_at, permissions: world.permissions } };
}

async function listReachable(world: World, call: Call): Promise<Reply> {
  const { caller } = call;
  if (caller.kind !== "installation")
    throw new Refused(403, "You must authenticate with an installation access token");
  const records = [...world.repos.values()].filter(
    ({ owner }) => world.installations.get(owner) === caller.installationId,
  );
  const shown = await Promise.all(records.map((record) => readRepository(world, record.id)));
  return paged(call, shown, (page) => ({ total_count: shown.length, repositories: page }));
}

async function listOwn(world: World, call: Call): Promise<Reply> {
  const { caller } = call;
  if (caller.kind !== "user") throw new Refused(403, "Resource not accessible by integration");
  const found: Json[] = [];
  for (const { id, owner, name } of world.repos.values()) {
    const reply = await world.emulator.call(caller.authorization, "GET", `/repos/${owner}/${name}`);
    const permission = reply.status === 200 ? await roleOf(world, { owner, name }, caller.login) : "none";
    if (permission !== "none")
      found.push({ ...(await readRepository(world, id)), permissions: abilitiesOf(permission) });
  }
  return paged(call, found);
}

export async function readRepository(world: World, id: number): Promise<Json> {
  const record = world.repos.get(id);
  if (!record) throw new Error(`The stand-in has no repository ${id}.`);
  const path = `/repos/${record.owner}/${record.name}`;
  const { body } = await world.emulator.call(`Bearer ${userToken(world.admin)}`, "GET", path);
  const { permissions: _, ...repository } = asJson(body);
  return repository;
}

export async function roleOf(
  world: World,
  { owner, name }: { owner: string; name: string },
  login: string,
): Promise<string> {
  const path = `/repos/${owner}/${name}/collaborators/${encodeURIComponent(login)}/permission`;
  const { status, body } = await world.emulator.call(`Bearer ${userToken(world.admin)}`, "GET", path);
  return status === 200 ? text(asJson(body), "role_name") : "none";
}

const ROLES = ["read", "triage", "write", "maintain", "admin"];

export function abilitiesOf(role: string): Record<string, boolean> {
  const rank = ROLES.indexOf(role);
  const names = ["pull", "triage", "push", "maintain", "admin"];
  return Object.fromEntries(names.map((name, at) => [name, rank >= at]));
}
