import { Refused, notFound, type Call, type Caller } from "./call.ts";
import { userToken } from "./emulator.ts";
import { asJson } from "./json.ts";
import { fullName, type RepoRecord, type World } from "./world.ts";

/** Who sent this; throws GitHub's 401 for what GitHub does not know. */
export function readCaller(world: World, authorization: string | undefined): Caller {
  if (!authorization) throw new Refused(401, "Requires authentication");
  const token = authorization.replace(/^(?:bearer|token)\s+/iu, "").trim();
  if (token.startsWith("eyJ")) return { kind: "app", authorization };
  const login = world.users.find((user) => userToken(user) === token);
  if (login !== undefined) return { kind: "user", login, authorization };
  const issued = world.tokens.get(token);
  if (!issued || issued.expiresAt <= world.now()) throw new Refused(401, "Bad credentials");
  if (world.suspended.has(issued.installationId)) {
    throw new Refused(403, "This installation has been suspended");
  }
  return { kind: "installation", installationId: issued.installationId, authorization };
}

/** Which permission of an app a part of a repository needs. */
const NEEDS: [RegExp, string][] = [
  [/^\/(?:issues|labels|milestones)\b/u, "issues"],
  [/^\/pulls\b/u, "pull_requests"],
  [/^\/(?:check-runs|check-suites)\b|\/check-runs$/u, "checks"],
  [/^\/statuses\b|\/status$/u, "statuses"],
  [/^\/(?:git|contents|compare|tags|releases|branches|commits)\b/u, "contents"],
];

/** Throws what GitHub says to those who may not do this there. `part` is the path within the repository. */
export async function checkAccess(world: World, call: Call, repo: RepoRecord, part: string): Promise<void> {
  const { caller } = call;
  const isWrite = call.method !== "GET";
  if (caller.kind === "app") {
    if (part !== "/installation") throw new Refused(401, "A JSON web token could not be decoded");
    return;
  }
  if (caller.kind === "user") return checkUser(world, caller.login, repo, { part, isWrite });
  if (world.installations.get(repo.owner) !== caller.installationId) throw notFound();
  const needed = NEEDS.find(([route]) => route.test(part))?.[1];
  if (needed === undefined) return;
  const granted = world.permissions[needed];
  if (granted === undefined || (isWrite && granted === "read")) {
    throw new Refused(403, "Resource not accessible by integration");
  }
}

async function checkUser(
  world: World,
  login: string,
  repo: RepoRecord,
  { part, isWrite }: { part: string; isWrite: boolean },
): Promise<void> {
  const permission = await permissionOf(world, repo, login);
  if (permission === "none" && repo.isPrivate) throw notFound();
  // Everybody may open issues and comment where they can read.
  const isOpen = /^\/issues(?:\/\d+\/comments)?$/u.test(part);
  if (isWrite && !isOpen && !["write", "maintain", "admin"].includes(permission))
    throw new Refused(403, "Forbidden");
}

export async function permissionOf(world: World, repo: RepoRecord, login: string): Promise<string> {
  const path = `/repos/${fullName(repo)}/collaborators/${encodeURIComponent(login)}/permission`;
  const { status, body } = await world.emulator.call(`Bearer ${userToken(world.admin)}`, "GET", path);
  if (status !== 200) return "none";
  return String(asJson(body)["role_name"]);
}
