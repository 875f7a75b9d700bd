import { z } from "zod";
import type { CodeHost, HostRepository, Permission, RepoRef } from "../../ports.ts";
import type { RepoAccess } from "./access.ts";
import { orNull, type Connection } from "./connection.ts";
import type { Permissions } from "./installation-tokens.ts";

const RepositoryForm = z.object({
  id: z.number(),
  full_name: z.string(),
  html_url: z.string(),
  default_branch: z.string(),
  private: z.boolean(),
  archived: z.boolean().default(false),
  has_issues: z.boolean().default(true),
  permissions: z
    .object({ pull: z.boolean(), triage: z.boolean().optional(), push: z.boolean(), admin: z.boolean() })
    .partial()
    .nullish(),
});

const PermissionForm = z.object({ permission: z.string(), role_name: z.string().nullish() });
const PERMISSIONS: Permission[] = ["none", "read", "triage", "write", "maintain", "admin"];
const MAX_REPOSITORIES = 2000;

type RepositoryCalls = Pick<CodeHost, "listRepositories" | "findRepository" | "readPermission">;

export function repositoryCalls(connection: Connection): RepositoryCalls {
  const { client, access } = connection;

  async function listOf(reach: RepoAccess): Promise<HostRepository[]> {
    const doing = "list repositories";
    const permissions = await reach.readPermissions();
    if (permissions === null) {
      const form = z.array(RepositoryForm);
      const ask = { route: "GET /user/repos", form, doing, repo: null } as const;
      const found = await client.askAll(reach.authorize, ask, MAX_REPOSITORIES);
      return found.map((repository) => toRepository(repository, reach, null));
    }
    const form = z.object({ repositories: z.array(RepositoryForm) }).transform((page) => page.repositories);
    const ask = { route: "GET /installation/repositories", form, doing, repo: null } as const;
    const found = await client.askAll(reach.authorize, ask, MAX_REPOSITORIES);
    return found.map((repository) => toRepository(repository, reach, permissions));
  }

  async function listRepositories(): Promise<HostRepository[]> {
    const all: HostRepository[] = [];
    for (const reach of await access.list()) all.push(...(await listOf(reach)));
    return all;
  }

  async function find(
    of: Parameters<CodeHost["findRepository"]>[0],
    by: { route: `GET /${string}`; params?: Record<string, unknown> },
  ): Promise<HostRepository | null> {
    const ask = { ...by, form: RepositoryForm, doing: "read the repository" };
    const found = await orNull(connection.ask(of, ask));
    if (!found) return null;
    return withPermissions(found, await access.of(of));
  }

  async function findRepository(
    of: Parameters<CodeHost["findRepository"]>[0],
  ): Promise<HostRepository | null> {
    const byName = await find(of, { route: "GET /repos/{owner}/{repo}" });
    if (of.externalId === undefined || byName?.externalId === of.externalId) return byName;
    // The name is gone, or belongs to another repository by now.
    if (of.installationId === undefined || of.installationId === null) {
      const all = await listRepositories();
      return all.find(({ externalId }) => externalId === of.externalId) ?? null;
    }
    return find(of, { route: "GET /repositories/{id}", params: { id: of.externalId } });
  }

  async function readPermission(of: RepoRef, login: string): Promise<Permission> {
    if (!/^[\w-]{1,100}(?:\[bot\])?$/u.test(login)) return "none";
    const found = await orNull(
      connection.ask(of, {
        route: "GET /repos/{owner}/{repo}/collaborators/{username}/permission",
        params: { username: login },
        form: PermissionForm,
        doing: "see who may write",
      }),
    );
    const named = (name: string | null | undefined) => PERMISSIONS.find((known) => known === name);
    // A role of the organization's own making has no place in our list; what it is based on does.
    return named(found?.role_name) ?? named(found?.permission) ?? "none";
  }

  return { listRepositories, findRepository, readPermission };
}

async function withPermissions(
  found: z.infer<typeof RepositoryForm>,
  reach: RepoAccess,
): Promise<HostRepository> {
  const permissions = await reach.readPermissions();
  const repository = toRepository(found, reach, permissions);
  const lacksAny = Object.values(repository.may).includes(false);
  if (permissions === null || !lacksAny) return repository;
  // They may just have been given.
  return toRepository(found, reach, await reach.readPermissions("renewed"));
}

function toRepository(
  found: z.infer<typeof RepositoryForm>,
  { installationId }: RepoAccess,
  granted: Permissions | null,
): HostRepository {
  const { permissions } = found;
  const canPush = permissions?.push ?? false;
  const may = (what: string) => granted?.[what] === "write" || granted?.[what] === "admin";
  return {
    repo: found.full_name,
    installationId,
    externalId: found.id,
    url: found.html_url,
    defaultBranch: found.default_branch,
    isPrivate: found.private,
    isArchived: found.archived,
    hasIssues: found.has_issues,
    may: granted
      ? {
          writeIssues: may("issues"),
          writePulls: may("pull_requests"),
          writeContents: may("contents"),
          readChecks: granted["checks"] !== undefined,
        }
      : {
          // Without this GitHub drops the labels in silence.
          writeIssues: canPush || (permissions?.triage ?? false),
          writePulls: canPush,
          writeContents: canPush,
          readChecks: permissions?.pull ?? canPush,
        },
  };
}
