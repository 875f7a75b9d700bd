import { z } from "zod";
import { InvalidError } from "../errors.ts";

const Cursor = z.object({ order: z.enum(["top", "new", "entries"]), id: z.number().int().positive() });
type Cursor = z.infer<typeof Cursor>;

/** Where a list goes on, for programs that hand it back unread. */
export const toCursor = (cursor: Cursor): string => Buffer.from(JSON.stringify(cursor)).toString("base64url");

/** The id at which a list of this order stopped. Throws `InvalidError` for anything that is no cursor of such a list. */
export function fromCursor(text: string, order: Cursor["order"]): number {
  const cursor = Cursor.safeParse(parse(text));
  if (!cursor.success || cursor.data.order !== order)
    throw new InvalidError("This cursor does not belong to this list. Start again without one.");
  return cursor.data.id;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
  } catch {
    // Not JSON, hence not ours: told with the other wrong cursors.
    return null;
  }
}
