import { z } from "zod";
import type { GithubConfig } from "../../config.ts";
import { signAppToken } from "./app-token.ts";
import type { Authorize, GithubClient } from "./client.ts";
import { createInstallationTokens, type Permissions } from "./installation-tokens.ts";
import { GithubError } from "./refusal.ts";
import { repoParams } from "./repo-name.ts";

const InstallationForm = z.object({ id: z.number(), suspended_at: z.string().nullish() });

const MAX_INSTALLATIONS = 1000;

/** Who we are to GitHub. */
export type Access = {
  /** The app itself, or the owner of the token. */
  self: Authorize;
  /** Throws `GithubError` with status 404 when the app is not installed there. */
  of(ref: { repo: string; installationId?: number | null }): Promise<RepoAccess>;
  /** Every installation of the app; one without an id for a token. */
  list(): Promise<RepoAccess[]>;
};

export type RepoAccess = {
  authorize: Authorize;
  installationId: number | null;
  /**
   * What the installation may do; null for a token, whose permissions differ by repository. An installation's token keeps
   * those that it was made with, so `renewed` makes another one.
   */
  readPermissions(renewed?: "renewed"): Promise<Permissions | null>;
};

export function createAccess(client: GithubClient, auth: GithubConfig["auth"]): Access {
  return auth.kind === "token" ? tokenAccess(auth.token) : appAccess(client, auth);
}

function tokenAccess(token: string): Access {
  const self: Authorize = async (rejected) => (rejected === null ? `Bearer ${token}` : null);
  const access: RepoAccess = { authorize: self, installationId: null, readPermissions: async () => null };
  return { self, of: async () => access, list: async () => [access] };
}

function appAccess(client: GithubClient, app: { appId: string; privateKey: string }): Access {
  const self: Authorize = async (rejected) =>
    rejected === null ? `Bearer ${signOrExplain(app, client.now())}` : null;
  const tokenOf = createInstallationTokens(client, self);
  const installations = new Map<string, number>();
  /** An app that is installed anew gets another id. */
  const gone = new Set<number>();

  function accessOf(installationId: number): RepoAccess {
    return {
      installationId,
      authorize: async (rejected) => (await tokenOf(installationId, rejected)).authorization,
      readPermissions: async (renewed) => {
        const known = await tokenOf(installationId, null);
        return (renewed ? await tokenOf(installationId, known.authorization) : known).permissions;
      },
    };
  }

  async function findInstallation(repo: string): Promise<number> {
    const { data } = await client.ask(self, {
      route: "GET /repos/{owner}/{repo}/installation",
      params: repoParams(repo),
      form: InstallationForm,
      doing: "be used (it is not installed)",
      repo,
    });
    installations.set(repo.toLowerCase(), data.id);
    return data.id;
  }

  return {
    self,
    of: async ({ repo, installationId }) => {
      const isUsable = typeof installationId === "number" && !gone.has(installationId);
      const known = isUsable ? installationId : installations.get(repo.toLowerCase());
      if (known === undefined) return accessOf(await findInstallation(repo));
      const access = accessOf(known);
      try {
        await access.readPermissions();
        return access;
      } catch (error) {
        if (!(error instanceof GithubError && error.status === 404)) throw error;
        gone.add(known);
        return accessOf(await findInstallation(repo));
      }
    },
    list: async () => {
      const all = await client.askAll(
        self,
        {
          route: "GET /app/installations",
          form: z.array(InstallationForm),
          doing: "list its installations",
          repo: null,
        },
        MAX_INSTALLATIONS,
      );
      return all.filter(({ suspended_at }) => !suspended_at).map(({ id }) => accessOf(id));
    },
  };
}

function signOrExplain(app: { appId: string; privateKey: string }, now: Date): string {
  try {
    return signAppToken(app, now);
  } catch {
    // The error of the library may show pieces of the key.
    throw new GithubError("The private key of the GitHub App (GITHUB_APP_PRIVATE_KEY) cannot be read.", {
      status: null,
      detail: "the key is not a PEM private key",
      retryable: false,
    });
  }
}
