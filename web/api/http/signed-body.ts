import { LimitError } from "@firstline/core";
import type { Context } from "hono";
import type { Web } from "../context.ts";
import { problem, sendProblem } from "./errors.ts";
import type { Problem } from "./errors.ts";
import { BodyTooLarge, createReadBody } from "./read-body.ts";

export type SignedBy = {
  /** Null while no webhook is set up. */
  secret: string | null;
  /** Name of the header that carries the signature. */
  header: string;
  isSigned: (secret: string, body: Buffer, signature: string) => boolean;
};

/**
 * Hands a webhook's body to `receive` once our secret vouches for it; nothing of a request is looked at before. Other requests
 * are answered with what is wrong with them.
 */
export function createSignedReceiver(
  web: Web,
  by: SignedBy,
  receive: (c: Context, body: Buffer) => Promise<Response>,
): (c: Context) => Promise<Response> {
  const readBody = createReadBody();
  return async (c) => {
    const body = await readSigned(c, by, readBody);
    if (Buffer.isBuffer(body)) return receive(c, body);
    // What is left of a body is not read; the connection cannot carry another request.
    if (body.status !== 404) c.header("Connection", "close");
    return sendProblem(c, web, body);
  };
}

async function readSigned(
  c: Context,
  { secret, header, isSigned }: SignedBy,
  readBody: ReturnType<typeof createReadBody>,
): Promise<Buffer | Problem> {
  if (secret === null) return problem(404, "not_found", "No webhook is set up here.");
  const signature = c.req.header(header);
  const unsigned = problem(401, "unauthorized", "The delivery is not signed with the webhook's secret.");
  if (signature === undefined) return unsigned;
  try {
    const body = await readBody(c.req.raw);
    return isSigned(secret, body, signature) ? body : unsigned;
  } catch (error) {
    if (error instanceof BodyTooLarge) return problem(413, "too_large", error.message);
    if (error instanceof LimitError) return { ...problem(503, "busy", error.message), retryAfterSeconds: 30 };
    throw error;
  }
}
