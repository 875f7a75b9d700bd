import type { AgentModel, CodeCtx, CodeHost, Ctx, Workbench } from "@firstline/core";
import { schema } from "@firstline/db";
import type { FakeRepository } from "./fake-repository.ts";

export { BOT_LOGIN, fakeHost, lostConnection, notAllowed, rateLimited } from "./fake-host.ts";
export type { FakeHost, HostCall } from "./fake-host.ts";
export type { FakeRepository } from "./fake-repository.ts";
export { scriptedAgent } from "./scripted-agent.ts";
export type { ScriptedAgent, ScriptedTurn } from "./scripted-agent.ts";

/** A machine on which nothing can be shut in. */
const noWorkbench: Workbench = {
  findProblem: async () => "Commands cannot be shut in here.",
  checkOut: async () => {
    throw new Error("this test has no workbench");
  },
};

/** What `ctx.code` holds: set it on a test's ctx. */
export function aCode(
  host: CodeHost,
  parts: { agent?: AgentModel | null; workbench?: Workbench; consoleUrl?: string } = {},
): CodeCtx {
  return {
    host,
    agent: parts.agent ?? null,
    workbench: parts.workbench ?? noWorkbench,
    consoleUrl: parts.consoleUrl ?? "https://console.example.test",
  };
}

type Row = typeof schema.githubRepositories.$inferSelect;

/** Lets a workspace use a repository of the host. */
export async function aRepositoryRow(
  ctx: Pick<Ctx, "db">,
  input: {
    workspaceId: number;
    repository: FakeRepository;
    settings?: Record<string, unknown>;
    enabled?: boolean;
  },
): Promise<Row> {
  const { repo, externalId, installationId, defaultBranch, isPrivate } = input.repository;
  const [row] = await ctx.db
    .insert(schema.githubRepositories)
    .values({
      workspaceId: input.workspaceId,
      repo,
      externalId,
      installationId,
      defaultBranch,
      isPrivate,
      enabled: input.enabled ?? true,
      settings: input.settings ?? {},
    })
    .returning();
  if (!row) throw new Error("a repository was not stored");
  return row;
}
