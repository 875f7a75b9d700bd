/** A stream of which nothing more came, though it had not ended. */
export class StalledError extends Error {
  readonly seconds: number;

  constructor(milliseconds: number) {
    super(`Nothing came for ${milliseconds / 1000} seconds.`);
    this.name = "StalledError";
    this.seconds = milliseconds / 1000;
  }
}

/**
 * A stream of events that fails with `StalledError` when nothing comes for `stallMs`. The time runs from the first bytes
 * on: a local model may need longer than that to read its prompt, and the call's own deadline ends such a wait. Bytes
 * count and not events, since services send pings while a model thinks.
 */
export function guardStalls(response: Response, stallMs: number): Response {
  const isStream = response.headers.get("content-type")?.includes("text/event-stream") === true;
  if (!response.ok || !isStream || !response.body) return response;
  const { status, statusText, headers } = response;
  return new Response(guarded(response.body, stallMs), { status, statusText, headers });
}

function guarded(body: ReadableStream<Uint8Array>, stallMs: number): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  let hasBegun = false;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const chunk = await readWithin(reader, hasBegun ? stallMs : null);
      hasBegun = true;
      if (chunk.done) controller.close();
      else controller.enqueue(chunk.value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

type Reader = ReadableStreamDefaultReader<Uint8Array>;

async function readWithin(reader: Reader, stallMs: number | null): ReturnType<Reader["read"]> {
  const next = reader.read();
  if (stallMs === null) return next;
  const stall = Promise.withResolvers<never>();
  const timer = setTimeout(() => stall.reject(new StalledError(stallMs)), stallMs);
  try {
    return await Promise.race([next, stall.promise]);
  } catch (error) {
    if (error instanceof StalledError) await abandon(reader, next);
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** Frees the connection; what the pending read says to that is of no interest any more. */
async function abandon(reader: Reader, next: Promise<unknown>): Promise<void> {
  await Promise.allSettled([reader.cancel(), next]);
}
