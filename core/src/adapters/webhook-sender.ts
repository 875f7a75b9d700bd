import { lookup as lookUpName } from "node:dns";
import { request as requestHttp } from "node:http";
import type { ClientRequest, IncomingMessage } from "node:http";
import { request as requestHttps } from "node:https";
import { isIP } from "node:net";
import type { LookupFunction } from "node:net";
import { UpstreamError } from "../errors.ts";
import { isPublicAddress } from "../net/public-address.ts";
import type { WebhookAnswer, WebhookSender } from "../ports.ts";

const TIMEOUT_MS = 10_000;
/** Of the answer that is kept; the rest is not read. */
const MOST_BYTES = 2_000;

/**
 * Sends webhooks to the public internet alone. A name is looked up once and the connection goes to what was found, so that
 * nobody can answer a public address first and a private one then; redirects are not followed.
 */
export function createWebhookSender(options: { allowsPrivate: boolean }): WebhookSender {
  const { allowsPrivate } = options;
  return {
    allowsPrivate,
    send(input) {
      const url = new URL(input.url);
      const host = url.hostname.replace(/^\[|\]$/gu, "");
      if (!allowsPrivate && (url.protocol !== "https:" || (isIP(host) !== 0 && !isPublicAddress(host)))) {
        return Promise.reject(failure("The address is not one of the public internet.", null));
      }
      const request = url.protocol === "https:" ? requestHttps : requestHttp;
      const sent = request(url, {
        method: "POST",
        headers: {
          ...input.headers,
          "content-type": "application/json",
          "content-length": Buffer.byteLength(input.body),
          "user-agent": "Firstline-Webhooks/1",
        },
        agent: false,
        ...(allowsPrivate ? {} : { lookup: publicLookup }),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      return answerOf(sent, input.body);
    },
  };
}

const publicLookup: LookupFunction = (name, options, callback) => {
  lookUpName(name, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, "");
    const isPublic = addresses.length > 0 && addresses.every(({ address }) => isPublicAddress(address));
    if (!isPublic) return callback(new PrivateAddressError(), "");
    if (options.all) return callback(null, addresses);
    const [first] = addresses;
    callback(null, first?.address ?? "", first?.family);
  });
};

class PrivateAddressError extends Error {
  constructor() {
    super("The name leads into a private network.");
  }
}

function answerOf(sent: ClientRequest, body: string): Promise<WebhookAnswer> {
  return new Promise((resolve, reject) => {
    sent.on("error", (error) => reject(failure(sentence(error), error)));
    sent.on("response", (response) => {
      readStart(response)
        .then((text) => resolve({ status: response.statusCode ?? 0, body: text }))
        .catch((error: unknown) => reject(failure(sentence(error), error)))
        .finally(() => sent.destroy());
    });
    sent.end(body);
  });
}

async function readStart(response: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  let size = 0;
  // A stream of bytes, since no encoding is set.
  for await (const piece of response as AsyncIterable<Buffer>) {
    pieces.push(piece);
    size += piece.length;
    if (size >= MOST_BYTES) break;
  }
  return Buffer.concat(pieces).subarray(0, MOST_BYTES).toString("utf8");
}

const SENTENCES: Readonly<Record<string, string>> = {
  ENOTFOUND: "The name of the host is not known.",
  EAI_AGAIN: "The name of the host could not be looked up.",
  ECONNREFUSED: "Nobody listens at the address.",
  ECONNRESET: "The connection was closed before there was an answer.",
  ETIMEDOUT: "There was no answer in time.",
  CERT_HAS_EXPIRED: "The certificate has expired.",
  DEPTH_ZERO_SELF_SIGNED_CERT: "The certificate is signed by nobody whom we know.",
  SELF_SIGNED_CERT_IN_CHAIN: "The certificate is signed by nobody whom we know.",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "The certificate is signed by nobody whom we know.",
  ERR_TLS_CERT_ALTNAME_INVALID: "The certificate is for another name.",
};

/** For the log that operators read; what the error says itself may name addresses inside the network. */
function sentence(error: unknown): string {
  if (error instanceof PrivateAddressError) return error.message;
  if (!(error instanceof Error)) return "The delivery failed.";
  if (error.name === "TimeoutError" || error.name === "AbortError") {
    return `There was no answer within ${TIMEOUT_MS / 1000} s.`;
  }
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return SENTENCES[code] ?? "The connection failed.";
}

function failure(message: string, cause: unknown): UpstreamError {
  return new UpstreamError("webhook", message, { retryable: true, cause });
}
