import { LimitError } from "@firstline/core";

/** GitHub sends no more than this. */
export const MAX_DELIVERY_BYTES = 25 * 1024 * 1024;
/** Whoever sends may be anybody until the signature is checked: all bodies together may take this much memory. */
const MAX_ALL_BYTES = 128 * 1024 * 1024;

export class BodyTooLarge extends LimitError {}

/** Reads bodies of deliveries, each and all together up to a limit. */
export type ReadBody = (request: Request) => Promise<Buffer>;

/** Throws `BodyTooLarge` for one that is too large, and `LimitError` while too many are being read. */
export function createReadBody(maxAllBytes = MAX_ALL_BYTES): ReadBody {
  let all = 0;
  return async (request) => {
    if (Number(request.headers.get("content-length") ?? 0) > MAX_DELIVERY_BYTES) throw tooLarge();
    const chunks: Uint8Array[] = [];
    let size = 0;
    try {
      for await (const chunk of request.body ?? []) {
        size += chunk.byteLength;
        all += chunk.byteLength;
        if (size > MAX_DELIVERY_BYTES) throw tooLarge();
        if (all > maxAllBytes) throw new LimitError("Too many deliveries at once. Send it again later.");
        chunks.push(chunk);
      }
      return Buffer.concat(chunks, size);
    } finally {
      all -= size;
    }
  };
}

const tooLarge = (): BodyTooLarge => new BodyTooLarge("A delivery is at most 25 MB.");
