import type { Caller } from "./call.ts";
import { userToken } from "./emulator.ts";
import type { RepoCall } from "./router.ts";
import type { RepoRecord, World } from "./world.ts";

export function userCaller(login: string): Caller {
  return { kind: "user", login, authorization: `Bearer ${userToken(login)}` };
}

/** A call that the stand-in makes for itself, or for a person. */
export function callAs(
  world: Pick<World, "admin">,
  repo: RepoRecord,
  what: Partial<Pick<RepoCall, "method" | "part" | "body">> & { login?: string } = {},
): RepoCall {
  const { method = "GET", part = "", body = null, login = world.admin } = what;
  return {
    method,
    part,
    body,
    path: `/repos/${repo.owner}/${repo.name}${part}`,
    query: new URLSearchParams(),
    caller: userCaller(login),
    repo,
  };
}
