import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, asc, eq, not } from "drizzle-orm";
import { NotFoundError } from "../errors.ts";
import { isOfDeletedMessage } from "./deleted.ts";

/** A file without its content. */
export type StoredFile = {
  /** In its address; nobody can guess it. */
  id: string;
  name: string;
  mediaType: string;
  size: number;
};

const a = schema.attachments;

/** Files of a ticket in the order they came in, each with the message that it was sent with; none of deleted messages. */
export async function listFiles(
  db: Db,
  input: { workspaceId: number; ticketId: number },
): Promise<(StoredFile & { messageId: number | null })[]> {
  return db
    .select({
      id: a.publicId,
      name: a.name,
      mediaType: a.mediaType,
      size: a.size,
      messageId: a.ticketMessageId,
    })
    .from(a)
    .where(and(eq(a.workspaceId, input.workspaceId), eq(a.ticketId, input.ticketId), not(isOfDeletedMessage)))
    .orderBy(asc(a.id));
}

/** A file of a ticket with its content. Throws `NotFoundError` for another ticket's or a deleted message's file as well. */
export async function getFile(
  ctx: { db: Db },
  input: { workspaceId: number; ticketId: number; fileId: string },
): Promise<StoredFile & { content: Uint8Array }> {
  const [file] = await ctx.db
    .select({ id: a.publicId, name: a.name, mediaType: a.mediaType, size: a.size, content: a.content })
    .from(a)
    .where(
      and(
        eq(a.workspaceId, input.workspaceId),
        eq(a.ticketId, input.ticketId),
        eq(a.publicId, input.fileId.replaceAll("\0", "")),
        not(isOfDeletedMessage),
      ),
    );
  if (!file) throw new NotFoundError("The file");
  return file;
}
