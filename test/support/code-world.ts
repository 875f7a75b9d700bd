import { connectRepository, linkAccount, updateRepositorySettings } from "@firstline/core";
import type { CodeCtx } from "@firstline/core";
import { createAnthropicAgent, createGithubHost, createWorkbench } from "@firstline/core/adapters";
import { schema } from "@firstline/db";
import { startWeb } from "@firstline/web/api";
import { and, eq } from "drizzle-orm";
import { startGithub } from "../standins/github/index.ts";
import type { Github } from "../standins/github/index.ts";
import { startModels } from "../standins/models/index.ts";
import type { Models } from "../standins/models/index.ts";
import { silentLog } from "./fakes.ts";
import { MAILER } from "./mailer.ts";
import { startWorld, until } from "./world.ts";
import type { World } from "./world.ts";

/** A world whose community has a GitHub with one repository, a model that writes fixes, and a workbench. */
export type CodeWorld = World & {
  github: Github;
  models: Models;
  /** "owner/name" */
  repo: string;
  workspaceId: number;
  /** Why commands cannot be shut in on this machine; null when they can. */
  workbenchProblem: string | null;
};

const WEBHOOK_SECRET = "it is between us";
/** May write to the repository, and is the agent in Slack. */
const MAINTAINER = "bea";

export async function startCodeWorld(): Promise<CodeWorld> {
  const github = await startGithub({ users: [MAINTAINER] });
  const models = await startModels();
  const { repo } = await github.addRepo({ name: "mailer", files: MAILER });
  await github.addUser(MAINTAINER, "write", repo);
  const code: CodeCtx = {
    host: createGithubHost(githubConfig(github)),
    agent: createAnthropicAgent({
      apiKey: models.apiKey,
      baseUrl: models.anthropicUrl,
      model: "claude-sonnet-5-5",
    }),
    workbench: createWorkbench({ readPaths: [], log: silentLog }),
    consoleUrl: "https://console.example.test/console",
  };
  const world = await startWorld({ code });
  const web = await startWeb(
    world.ctx,
    {
      web: {
        host: "127.0.0.1",
        port: 0,
        publicUrl: "https://console.example.test",
        consoleToken: null,
        siteDir: null,
        panelSecret: null,
        stripeWebhookSecret: null,
      },
      github: githubConfig(github),
    },
    { database: world.database, workspace: world.workspace, consoleToken: "console-token" },
  );
  github.onWebhook(`${web.url}/webhooks/github`, WEBHOOK_SECRET);
  const workspaceId = world.workspace.id;
  const connected = await connectRepository(world.ctx, { workspaceId, repo });
  await updateRepositorySettings(world.ctx, {
    workspaceId,
    repositoryId: connected.id,
    settings: { testCommand: "node --test" },
  });
  return {
    ...world,
    github,
    models,
    repo,
    workspaceId,
    workbenchProblem: await code.workbench.findProblem(),
    async stop() {
      await web.stop();
      await world.stop();
      await models.close();
      await github.stop();
    },
  };
}

function githubConfig(github: Github) {
  return {
    auth: { kind: "app" as const, appId: github.app.id, privateKey: github.app.privateKey },
    webhookSecret: WEBHOOK_SECRET,
    apiUrl: github.url,
    gitUrl: github.url,
  };
}

/** The agent who writes from Slack is known on GitHub, too. */
export async function linkAgent(world: CodeWorld): Promise<void> {
  const i = schema.personIdentities;
  const personId = await until("the agent's first act", async () => {
    const [identity] = await world.ctx.db
      .select({ personId: i.personId })
      .from(i)
      .where(and(eq(i.workspaceId, world.workspaceId), eq(i.externalId, world.agents.slack)));
    return identity?.personId ?? null;
  });
  await linkAccount(world.ctx, { workspaceId: world.workspaceId, personId, login: MAINTAINER });
}
