import { z } from "zod";
import type { Authorize, GithubClient } from "./client.ts";

/** "issues" -> "write" */
export type Permissions = Record<string, string>;

type InstallationToken = { authorization: string; expiresAt: number; permissions: Permissions };

const TokenForm = z.object({
  token: z.string(),
  expires_at: z.string(),
  permissions: z.record(z.string(), z.string()).default({}),
});

/** Tokens are used no longer when so little of their hour is left. */
const REST_MS = 2 * 60_000;

/** Gives the token of an installation, made anew when it is about to end or was rejected. */
export function createInstallationTokens(
  client: GithubClient,
  app: Authorize,
): (installationId: number, rejected: string | null) => Promise<InstallationToken> {
  /** Promises, so that calls at the same time make one token. */
  const tokens = new Map<number, Promise<InstallationToken>>();

  async function make(installationId: number): Promise<InstallationToken> {
    const { data } = await client.ask(app, {
      route: "POST /app/installations/{installation_id}/access_tokens",
      params: { installation_id: installationId },
      form: TokenForm,
      doing: "use its installation",
      repo: null,
      isRepeatable: true,
    });
    return {
      authorization: `Bearer ${data.token}`,
      expiresAt: Date.parse(data.expires_at),
      permissions: data.permissions,
    };
  }

  function remember(installationId: number): Promise<InstallationToken> {
    const made = make(installationId);
    tokens.set(installationId, made);
    made.catch(() => {
      if (tokens.get(installationId) === made) tokens.delete(installationId);
    });
    return made;
  }

  return async (installationId, rejected) => {
    const pending = tokens.get(installationId);
    if (pending === undefined) return remember(installationId);
    const known = await pending;
    const lasts = known.expiresAt - client.now().getTime() > REST_MS;
    if (lasts && known.authorization !== rejected) return known;
    const other = tokens.get(installationId);
    // Somebody else may have noticed first.
    return other !== undefined && other !== pending ? other : remember(installationId);
  };
}
