import { lookup } from "node:dns/promises";
import { request as requestHttp } from "node:http";
import type { IncomingMessage } from "node:http";
import { request as requestHttps } from "node:https";
import { isIP } from "node:net";
import type { LookupFunction } from "node:net";
import { InvalidError, UpstreamError } from "../errors.ts";
import { isPublicAddress } from "../net/public-address.ts";
import type { FetchedPage, PageFetcher } from "../page-ports.ts";

export type ResolvedAddress = { address: string; family: number };

export type PageFetcherOptions = {
  /** All addresses of a host's name; the system's own way unless given. */
  resolve?: (host: string) => Promise<ResolvedAddress[]>;
  /** Whether a connection to an address is allowed; to those of the public internet unless given. */
  isAllowed?: (address: string) => boolean;
  timeoutMs?: number;
};

type Input = Parameters<PageFetcher["fetch"]>[0];

/**
 * Reads pages by http and https. A name is looked up once, each address that it has must be allowed, and the connection goes
 * to what was found: nobody can answer a public address first and a private one then.
 */
export function createPageFetcher(options: PageFetcherOptions = {}): PageFetcher {
  const resolve = options.resolve ?? ((host) => lookup(host, { all: true }));
  const isAllowed = options.isAllowed ?? isPublicAddress;
  const timeoutMs = options.timeoutMs ?? 15_000;
  return {
    async fetch(input) {
      const { url } = input;
      if (!/^https?:$/u.test(url.protocol) || url.username !== "" || url.password !== "")
        throw new InvalidError(`${url.protocol}//${url.host} is no address of a page.`);
      const addresses = await addressesOf(url, resolve);
      if (addresses.length === 0 || !addresses.every(({ address }) => isAllowed(address)))
        throw new InvalidError(`${url.hostname} is not on the public internet, so it is not read.`);
      return get(input, addresses, timeoutMs);
    },
  };
}

async function addressesOf(
  url: URL,
  resolve: (host: string) => Promise<ResolvedAddress[]>,
): Promise<ResolvedAddress[]> {
  const host = url.hostname.replace(/^\[|\]$/gu, "");
  const family = isIP(host);
  if (family !== 0) return [{ address: host, family }];
  try {
    return await resolve(host);
  } catch (cause) {
    throw failure(`The name ${host} could not be looked up.`, cause);
  }
}

function get(
  { url, maxBytes, headers }: Input,
  addresses: ResolvedAddress[],
  timeoutMs: number,
): Promise<FetchedPage> {
  const pinned: LookupFunction = (_name, options, callback) => {
    const [first] = addresses;
    if (options.all) callback(null, addresses);
    else callback(null, first?.address ?? "", first?.family);
  };
  const signal = AbortSignal.timeout(timeoutMs);
  return new Promise((resolve, reject) => {
    const request = url.protocol === "https:" ? requestHttps : requestHttp;
    const sent = request(url, { agent: false, lookup: pinned, headers, signal });
    sent.on("error", (cause) => reject(failure(`${url.host} did not answer.`, cause)));
    sent.on("response", (response) => {
      readBody(response, maxBytes)
        .then((body) => resolve(toPage(response, body)))
        .catch((cause: unknown) =>
          reject(cause instanceof UpstreamError ? cause : failure(`${url.host} broke off.`, cause)),
        )
        .finally(() => sent.destroy());
    });
    sent.end();
  });
}

async function readBody(response: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let size = 0;
  // A stream of bytes, since no encoding is set.
  for await (const piece of response as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > maxBytes)
      throw new UpstreamError("site", `The answer is over ${maxBytes} bytes.`, { retryable: false });
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

function toPage({ statusCode = 0, headers }: IncomingMessage, body: Buffer): FetchedPage {
  return {
    status: statusCode,
    contentType: headers["content-type"] ?? "",
    etag: headers.etag ?? null,
    location: headers.location ?? null,
    body,
  };
}

const failure = (message: string, cause: unknown): UpstreamError =>
  new UpstreamError("site", message, { retryable: true, cause });
