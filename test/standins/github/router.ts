import type { Call, Reply } from "./call.ts";
import type { RepoRecord, World } from "./world.ts";

/** One request about a repository; `part` is the path within it. */
export type RepoCall = Call & { repo: RepoRecord; part: string };

export type Handler = (world: World, call: RepoCall, params: Record<string, string>) => Promise<Reply>;

export type Route = { method: string; template: string; handle: Handler };

export function route(line: string, handle: Handler): Route {
  const [method = "", template = ""] = line.split(" ");
  return { method, template, handle };
}

/** The parameters of a path that fits; null when it does not. */
export function matchRoute({ method, template }: Route, call: RepoCall): Record<string, string> | null {
  if (method !== call.method) return null;
  const wanted = template.split("/");
  const parts = call.part.split("/");
  if (wanted.length !== parts.length) return null;
  const params: Record<string, string> = {};
  for (const [at, part] of wanted.entries()) {
    const given = decodeURIComponent(parts[at] ?? "");
    const name = /^\{(.+)\}$/u.exec(part)?.[1];
    if (name !== undefined && given !== "") params[name] = given;
    else if (part !== given) return null;
  }
  return params;
}

/** Lets the emulator answer. */
export async function forward(world: World, call: RepoCall, body: unknown = call.body): Promise<Reply> {
  const query = call.query.size > 0 ? `?${call.query.toString()}` : "";
  const path = `/repos/${call.repo.owner}/${call.repo.name}${call.part}${query}`;
  return world.emulator.call(call.caller.authorization, call.method, path, body);
}
