import { z } from "zod";
import type { GithubConfig } from "../../config.ts";
import type { Connection } from "./connection.ts";

export type Identity = {
  /** The account under which what we write appears. */
  login(): Promise<string>;
};

/** Asked once a process; apps are hardly ever renamed. */
export function createIdentity(connection: Connection, kind: GithubConfig["auth"]["kind"]): Identity {
  const { client, access } = connection;
  let known: string | null = null;

  async function ask(): Promise<string> {
    if (kind === "app") {
      const form = z.object({ slug: z.string() });
      const { data } = await client.ask(access.self, {
        route: "GET /app",
        form,
        doing: "say who it is",
        repo: null,
      });
      return `${data.slug}[bot]`;
    }
    const form = z.object({ login: z.string() });
    const { data } = await client.ask(access.self, {
      route: "GET /user",
      form,
      doing: "say whose it is",
      repo: null,
    });
    return data.login;
  }

  return { login: async () => (known ??= await ask()) };
}
