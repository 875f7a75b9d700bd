import { InvalidError } from "@firstline/core";
import { ZodError } from "zod";

/** What the JSON of a webhook says. Throws `InvalidError` with `message` for what its sender does not document. */
export function readEventBody<Event>(
  body: Buffer,
  read: (payload: unknown) => Event,
  message: string,
): Event {
  try {
    return read(JSON.parse(body.toString("utf8")));
  } catch (cause) {
    if (cause instanceof SyntaxError || cause instanceof ZodError) throw new InvalidError(message, { cause });
    throw cause;
  }
}
