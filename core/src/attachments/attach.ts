import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq, inArray, isNull } from "drizzle-orm";
import { InvalidError } from "../errors.ts";

export const MOST_FILES = 5;

/**
 * Ties uploaded files to a message of a ticket; call it in the transaction that stores the message. Throws `InvalidError`
 * when one of them is not there, was swept away, or belongs to another message. Answers
 * the files' names.
 */
export async function attachFiles(
  tx: Db,
  input: { workspaceId: number; ticketId: number; messageId: number; files: string[] },
): Promise<string[]> {
  const files = [...new Set(input.files)];
  if (files.length === 0) return [];
  if (files.length > MOST_FILES) throw new InvalidError(`Send at most ${MOST_FILES} files with a message.`);
  const a = schema.attachments;
  const attached = await tx
    .update(a)
    .set({ ticketId: input.ticketId, ticketMessageId: input.messageId })
    .where(and(eq(a.workspaceId, input.workspaceId), inArray(a.publicId, files), isNull(a.ticketId)))
    .returning({ name: a.name });
  if (attached.length < files.length) {
    throw new InvalidError("A file is no longer there. Please attach it again.");
  }
  return attached.map((file) => file.name);
}
