import {
  connectRepository,
  disconnectRepository,
  ensureWorkspace,
  InvalidError,
  linkAccount,
  listAccounts,
  listRepositories,
  NotFoundError,
  updateRepositorySettings,
} from "@firstline/core";
import type { Config, Ctx, RepositoryInList, RepositorySettings } from "@firstline/core";
import { createLog } from "@firstline/core/adapters";
import { createCtx, openDatabase } from "../wire.ts";

type Here = { ctx: Ctx; workspaceId: number };

/** Does something with the home workspace, and closes the database whatever comes of it. */
export async function inWorkspace(config: Config, work: (here: Here) => Promise<number>): Promise<number> {
  const database = await openDatabase(config);
  try {
    const ctx = createCtx(config, database, createLog(config.logLevel));
    const { id: workspaceId } = await ensureWorkspace(ctx, config.workspace);
    return await work({ ctx, workspaceId });
  } finally {
    await database.close();
  }
}

export async function runGithubConnect(config: Config, repo: string): Promise<number> {
  return inWorkspace(config, async ({ ctx, workspaceId }) => {
    const connected = await connectRepository(ctx, { workspaceId, repo });
    console.log(`${connected.repo} is connected.`);
    if (connected.problem !== null) console.log(`It cannot be used yet. ${connected.problem}`);
    else
      console.log(
        `Set its test command, so that fixes can be proven: github set ${connected.repo} testCommand='npm test'`,
      );
    return connected.problem === null ? 0 : 1;
  });
}

export async function runGithubDisconnect(config: Config, repo: string): Promise<number> {
  return inWorkspace(config, async (here) => {
    const found = await getByName(here, repo);
    await disconnectRepository(here.ctx, { workspaceId: here.workspaceId, repositoryId: found.id });
    console.log(`${found.repo} is used no more. What is linked to it stays linked.`);
    return 0;
  });
}

/** Without pairs the settings are shown. */
export async function runGithubSet(config: Config, repo: string, pairs: string[]): Promise<number> {
  return inWorkspace(config, async (here) => {
    const found = await getByName(here, repo);
    const settings =
      pairs.length === 0
        ? found.settings
        : await updateRepositorySettings(here.ctx, {
            workspaceId: here.workspaceId,
            repositoryId: found.id,
            settings: toSettings(found.settings, pairs),
          });
    for (const [key, value] of Object.entries(settings)) console.log(`${key}=${toText(value)}`);
    return 0;
  });
}

export async function runGithubAccount(
  config: Config,
  person: string,
  login: string | null,
): Promise<number> {
  return inWorkspace(config, async ({ ctx, workspaceId }) => {
    const found = await findPerson(ctx, workspaceId, person);
    await linkAccount(ctx, { workspaceId, personId: found.personId, login });
    console.log(
      login === null
        ? `${found.name} has no GitHub account here any more.`
        : `${found.name} is ${login.replace(/^@/u, "")} on GitHub, and may start fixes where that account may write.`,
    );
    return 0;
  });
}

async function getByName({ ctx, workspaceId }: Here, repo: string): Promise<RepositoryInList> {
  const rows = await listRepositories(ctx, { workspaceId });
  const found = rows.find((row) => row.repo.toLowerCase() === repo.toLowerCase());
  if (!found) throw new NotFoundError(`A connected repository ${repo}`);
  return found;
}

async function findPerson(
  ctx: Ctx,
  workspaceId: number,
  person: string,
): Promise<{ personId: number; name: string }> {
  const id = /^#(\d+)$/u.exec(person)?.[1];
  if (id !== undefined) return { personId: Number(id), name: `Person ${person}` };
  const people = await listAccounts(ctx, { workspaceId });
  const named = people.filter(({ name }) => name.toLowerCase() === person.toLowerCase());
  const [only, ...others] = named;
  if (!only) {
    throw new NotFoundError(
      `An agent called "${person}" (whoever has written in the agent channel or the console is one)`,
    );
  }
  if (others.length === 0) return only;
  const ids = named.map(({ personId }) => `#${personId}`).join(", ");
  throw new InvalidError(`Several people are called "${person}". Say which one by id: ${ids}.`);
}

/** What a setting is now says how its text is read. */
function toSettings(current: RepositorySettings, pairs: string[]): Partial<RepositorySettings> {
  const known = new Map<string, unknown>(Object.entries(current));
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf("=");
      if (at < 1) throw new InvalidError(`"${pair}" is no setting: write key=value.`);
      const key = pair.slice(0, at);
      return [key, toValue(known.get(key), pair.slice(at + 1).trim())];
    }),
  );
}

function toValue(current: unknown, text: string): unknown {
  if (typeof current === "number") return text === "" ? text : Number(text);
  if (!Array.isArray(current)) return text;
  return text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

function toText(value: unknown): string {
  return Array.isArray(value) ? value.join(",") : String(value);
}
