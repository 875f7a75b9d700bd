import type { z } from "zod";
import type { GithubConfig } from "../../config.ts";
import { createAccess, type Access } from "./access.ts";
import { GithubClient, type Ask, type GithubHostOptions } from "./client.ts";
import { GithubError } from "./refusal.ts";
import { repoParams } from "./repo-name.ts";

type Where = { repo: string; installationId?: number | null };
type RepoAsk<Form extends z.ZodType> = Omit<Ask<Form>, "repo">;

/** Calls about one repository at a time, as whoever may work there. */
export class Connection {
  readonly client: GithubClient;
  readonly access: Access;

  constructor(config: GithubConfig, options: GithubHostOptions) {
    this.client = new GithubClient(config, options);
    this.access = createAccess(this.client, config.auth);
  }

  /** `params` need not name the repository. */
  async ask<Form extends z.ZodType>(of: Where, ask: RepoAsk<Form>): Promise<z.infer<Form>> {
    const { authorize } = await this.access.of(of);
    const { data } = await this.client.ask(authorize, inRepo(of, ask));
    return data;
  }

  async askAll<Item>(
    of: Where,
    ask: RepoAsk<z.ZodType<Item[]>>,
    limit: number,
    isKept?: (item: Item) => boolean,
  ): Promise<Item[]> {
    const { authorize } = await this.access.of(of);
    return this.client.askAll(authorize, inRepo(of, ask), limit, isKept);
  }
}

function inRepo<Form extends z.ZodType>({ repo }: Where, ask: RepoAsk<Form>): Ask<Form> {
  // What a route has no place for, Octokit appends to the address.
  const named = ask.route.includes("{owner}") ? repoParams(repo) : {};
  return { ...ask, params: { ...named, ...ask.params }, repo };
}

/** Null for what is not there, or out of our reach: GitHub makes no difference. */
export async function orNull<Value>(
  asked: Promise<Value>,
  gone: number[] = [404, 410],
): Promise<Value | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof GithubError && error.status !== null && gone.includes(error.status)) return null;
    throw error;
  }
}
