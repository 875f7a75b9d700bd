import { z } from "zod";

/** What a visitor typed into a field; `missing` is what they are told where it is empty. */
export function TypedWords(longest: number, missing: string) {
  const tooLong = `must have at most ${longest.toLocaleString("en-US")} characters`;
  return z
    .string({ error: missing })
    .transform((text) => text.toWellFormed().replaceAll("\0", " ").trim())
    .pipe(z.string().min(1, missing).max(longest, tooLong));
}
