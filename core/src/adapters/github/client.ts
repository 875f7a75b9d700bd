import { setTimeout as sleep } from "node:timers/promises";
import { Octokit } from "@octokit/rest";
import type { z } from "zod";
import type { GithubConfig } from "../../config.ts";
import type { Log } from "../../ports.ts";
import { readFailure, type Failure } from "./failure.ts";
import { toGithubError } from "./refusal.ts";

export type GithubHostOptions = {
  log?: Log;
  /** For one HTTP request. */
  timeoutMs?: number;
  now?: () => Date;
};

/** One call of the API, by its route as GitHub documents it. */
export type Ask<Form extends z.ZodType> = {
  route: `${"GET" | "POST" | "PATCH"} /${string}`;
  params?: Record<string, unknown>;
  form: Form;
  /** For the message when it is refused: "read issues". */
  doing: string;
  /** "owner/name" */
  repo: string | null;
  /** Whether doing it twice is the same as doing it once; reading always is. */
  isRepeatable?: boolean;
};

export type Answer<Form extends z.ZodType> = { data: z.infer<Form>; hasNext: boolean };

/**
 * Gives the authorization header. With one that GitHub did not accept it gives another, or null when there is none to be
 * had.
 */
export type Authorize = (rejected: string | null) => Promise<string | null>;

/** Longer pauses belong to the job that calls. */
const MAX_PAUSE_SECONDS = 5;
const MAX_REPEATS = 2;
const API_VERSION = "2022-11-28";
/** The most that GitHub gives at once. */
const PAGE = 100;
const MAX_PAGES = 30;

export class GithubClient {
  readonly #octokit: Octokit;
  readonly #timeoutMs: number;
  readonly #by: "app" | "token";
  readonly now: () => Date;

  constructor(config: GithubConfig, { log, timeoutMs = 15_000, now = () => new Date() }: GithubHostOptions) {
    const warn = (message: string) => log?.warn({}, message);
    this.#octokit = new Octokit({
      baseUrl: config.apiUrl.replace(/\/+$/u, ""),
      userAgent: "firstline",
      log: { debug: ignore, info: ignore, warn, error: ignore },
    });
    this.#timeoutMs = timeoutMs;
    this.#by = config.auth.kind;
    this.now = now;
  }

  /** Throws `GithubError`. */
  async ask<Form extends z.ZodType>(authorize: Authorize, ask: Ask<Form>): Promise<Answer<Form>> {
    let authorization = await authorize(null);
    let isFresh = false;
    for (let repeats = 0; ;) {
      const outcome = await this.#try(authorization, ask);
      if ("data" in outcome) return outcome;
      if (isUnauthorized(outcome) && !isFresh) {
        isFresh = true;
        const other = await authorize(authorization);
        if (other !== null) {
          authorization = other;
          continue;
        }
      }
      const pause = pauseBefore(outcome, ask, repeats);
      if (pause === null) throw toGithubError(outcome, { doing: ask.doing, repo: ask.repo, by: this.#by });
      repeats += 1;
      await sleep(pause * 1000);
    }
  }

  /** What is worth keeping of as many pages as that takes, up to `limit` entries. */
  async askAll<Item>(
    authorize: Authorize,
    ask: Ask<z.ZodType<Item[]>>,
    limit: number,
    isKept?: (item: Item) => boolean,
  ): Promise<Item[]> {
    const found: Item[] = [];
    for (let page = 1; ; page += 1) {
      const params = { ...ask.params, per_page: isKept ? PAGE : Math.min(PAGE, limit), page };
      const { data, hasNext } = await this.ask(authorize, { ...ask, params });
      found.push(...(isKept ? data.filter(isKept) : data));
      if (!hasNext || found.length >= limit || page === MAX_PAGES) return found.slice(0, limit);
    }
  }

  async #try<Form extends z.ZodType>(
    authorization: string | null,
    ask: Ask<Form>,
  ): Promise<Answer<Form> | Failure> {
    try {
      const response = await this.#octokit.request(ask.route, {
        ...ask.params,
        headers: {
          ...(authorization === null ? {} : { authorization }),
          "x-github-api-version": API_VERSION,
        },
        request: { signal: AbortSignal.timeout(this.#timeoutMs) },
      });
      const parsed = ask.form.safeParse(response.data);
      if (!parsed.success) return readStrange(response.data, parsed.error);
      return { data: parsed.data, hasNext: /rel="next"/u.test(response.headers.link ?? "") };
    } catch (error) {
      return readFailure(error, this.now());
    }
  }
}

function readStrange(data: unknown, { issues }: z.ZodError): Failure {
  // A body that broke off arrives here as a piece of text.
  if (typeof data !== "object" || data === null) return { kind: "lost", isUnsent: false };
  return { kind: "strange", where: issues.map(({ path }) => path.join(".")).join(", ") };
}

function isUnauthorized(failure: Failure): boolean {
  return failure.kind === "refused" && failure.status === 401;
}

/** Seconds until the next try; null when there is to be none. */
function pauseBefore(failure: Failure, ask: Ask<z.ZodType>, repeats: number): number | null {
  if (repeats >= MAX_REPEATS) return null;
  const isRepeatable = ask.isRepeatable ?? ask.route.startsWith("GET ");
  switch (failure.kind) {
    case "limited":
      return failure.seconds <= MAX_PAUSE_SECONDS ? failure.seconds : null;
    case "lost":
      return isRepeatable || failure.isUnsent ? 0.2 * 4 ** repeats : null;
    case "broken":
      return isRepeatable ? 0.2 * 4 ** repeats : null;
    case "strange":
    case "refused":
      return null;
    default:
      return failure satisfies never;
  }
}

function ignore(): void {}
