import { CONSOLE_TOKEN } from "./support.ts";
import type { TestWeb } from "./support.ts";

/** An agent's browser in the console. */
export type ConsoleSession = {
  cookie: string;
  show(path: string): Promise<Response>;
  /** Sends a form of one of our own pages; other headers take the place of the session's. */
  submit(path: string, fields: Record<string, string>, headers?: Record<string, string>): Promise<Response>;
};

function cookiesOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
}

/** Signs in with the console's token, under a name. */
export async function signIn(at: TestWeb, name = "Ada  Agent"): Promise<ConsoleSession> {
  const door = cookiesOf(await at.fetch(`/console?token=${CONSOLE_TOKEN}`));
  const named = await submitTo(at, "/console/name", { name }, { Cookie: door });
  const cookie = `${door}; ${cookiesOf(named)}`;
  return {
    cookie,
    show: (path) => at.fetch(path, { headers: { Cookie: cookie } }),
    submit: (path, fields, headers = { Cookie: cookie }) => submitTo(at, path, fields, headers),
  };
}

function submitTo(
  at: TestWeb,
  path: string,
  fields: Record<string, string>,
  headers: Record<string, string>,
): Promise<Response> {
  const own = { Origin: at.url, ...headers };
  return at.fetch(path, { method: "POST", headers: own, body: new URLSearchParams(fields) });
}
