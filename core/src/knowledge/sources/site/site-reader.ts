import * as robots from "robots-parser";
import { AppError, InvalidError, UpstreamError } from "../../../errors.ts";
import type { FetchedPage, PageFetcher } from "../../../page-ports.ts";

export const ROBOT = "FirstlineBot";
const USER_AGENT = `${ROBOT}/1 (help center import)`;

const MAX_ROBOTS_BYTES = 500_000;
const MOST_REDIRECTS = 5;
/** A site that wants more time between two pages than this is asked every so many seconds all the same. */
const LONGEST_DELAY_SECONDS = 30;

type Robot = {
  isAllowed(url: string, robot: string): boolean | undefined;
  getCrawlDelay(robot: string): number | undefined;
};

/** The package says that it has a default export; what it has is one function. */
const parseRobots = robots.default as unknown as (url: string, text: string) => Robot;

export type ReadPage = FetchedPage & { url: URL };

/** Reads pages of the hosts that it was given, as their robots.txt allows. */
export class SiteReader {
  readonly #fetcher: PageFetcher;
  readonly #hosts: ReadonlySet<string>;
  readonly #port: string;
  readonly #robots = new Map<string, Promise<Robot>>();

  constructor(fetcher: PageFetcher, input: { hosts: readonly string[]; port: string }) {
    this.#fetcher = fetcher;
    this.#hosts = new Set(input.hosts.map((host) => host.toLowerCase()));
    this.#port = input.port;
  }

  allows(url: URL): boolean {
    const isWeb = url.protocol === "https:" || url.protocol === "http:";
    return isWeb && this.#hosts.has(url.hostname) && (url.port === "" || url.port === this.#port);
  }

  /** Seconds between two pages. */
  async delayOf(url: URL): Promise<number> {
    const seconds = (await this.#robotsOf(url)).getCrawlDelay(ROBOT) ?? 0;
    return Math.min(LONGEST_DELAY_SECONDS, Math.max(0, seconds));
  }

  /** Follows redirects within the hosts. Throws `InvalidError` where it may not go, `UpstreamError`. */
  async read(
    start: URL,
    options: { maxBytes: number; etag?: string | null; ignoresRobots?: boolean },
  ): Promise<ReadPage> {
    let url = start;
    for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
      await this.#requireAllowed(url, options.ignoresRobots ?? false);
      const headers = {
        "user-agent": USER_AGENT,
        accept: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5",
        "accept-encoding": "identity",
        ...(options.etag && redirects === 0 && { "if-none-match": options.etag }),
      };
      const page = await this.#fetcher.fetch({ url, maxBytes: options.maxBytes, headers });
      if (page.status < 300 || page.status >= 400 || page.status === 304) return { ...page, url };
      if (page.location === null || !URL.canParse(page.location, url.href)) break;
      url = new URL(page.location, url);
    }
    throw new UpstreamError("site", `${start.href} leads from one address to the next.`, {
      retryable: false,
    });
  }

  async #requireAllowed(url: URL, ignoresRobots: boolean): Promise<void> {
    if (!this.allows(url))
      throw new InvalidError(
        `${url.host} is not among the hosts that may be read: name it with --allow-host.`,
      );
    if (ignoresRobots) return;
    if ((await this.#robotsOf(url)).isAllowed(url.href, ROBOT) === false)
      throw new InvalidError(`The robots.txt of ${url.host} keeps ${url.pathname} to people.`);
  }

  #robotsOf(url: URL): Promise<Robot> {
    const known = this.#robots.get(url.origin);
    if (known) return known;
    const asked = this.#readRobots(new URL("/robots.txt", url));
    this.#robots.set(url.origin, asked);
    return asked;
  }

  /** A site without the file allows everything; one that cannot say is left alone. */
  async #readRobots(url: URL): Promise<Robot> {
    const page = await this.read(url, { maxBytes: MAX_ROBOTS_BYTES, ignoresRobots: true });
    if (page.status >= 500)
      throw new UpstreamError("site", `${url.host} cannot say what may be read.`, { retryable: true });
    return parseRobots(url.href, page.status === 200 ? page.body.toString("utf8") : "");
  }
}

/** The sentence of an error that keeps one page out; others are thrown on. */
export function reasonOf(error: unknown): string {
  if (error instanceof AppError) return error.message;
  throw error;
}
