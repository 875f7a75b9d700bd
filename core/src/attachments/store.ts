import { schema } from "@firstline/db";
import { and, eq, isNull, sum } from "drizzle-orm";
import { randomBytes } from "node:crypto";
import type { Ctx } from "../context.ts";
import { InvalidError, LimitError } from "../errors.ts";
import { safeFileName, typeOfFile } from "./file-type.ts";
import type { StoredFile } from "./list.ts";

/** Files that nobody has sent with a message yet may fill this much; they are swept away after a day. */
const MOST_WAITING_BYTES = 500_000_000;

export type StoreFileInput = { workspaceId: number; name: string; content: Uint8Array };

/** Keeps a file until the message comes that it belongs to. Whoever has its id may send it along. */
export async function storeFile(ctx: Pick<Ctx, "db" | "now">, input: StoreFileInput): Promise<StoredFile> {
  const { workspaceId, content } = input;
  if (content.length === 0) throw new InvalidError("The file is empty.");
  if (content.length > schema.MAX_ATTACHMENT_BYTES) throw new InvalidError("A file may have at most 5 MB.");
  const type = typeOfFile(content, input.name);
  if (!type) {
    throw new InvalidError("Files of this kind are not taken. Send a picture, PDF, text, CSV, JSON or ZIP.");
  }
  const a = schema.attachments;
  const [waiting] = await ctx.db
    .select({ bytes: sum(a.size) })
    .from(a)
    .where(and(eq(a.workspaceId, workspaceId), isNull(a.ticketId)));
  if (Number(waiting?.bytes ?? 0) + content.length > MOST_WAITING_BYTES) {
    throw new LimitError("Too many files are coming in. Send your message without it, or try again later.");
  }
  const row = {
    publicId: randomBytes(18).toString("base64url"),
    name: safeFileName(input.name, type),
    mediaType: type.mediaType,
    size: content.length,
  };
  await ctx.db.insert(a).values({ ...row, workspaceId, content, createdAt: ctx.now() });
  return { id: row.publicId, name: row.name, mediaType: row.mediaType, size: row.size };
}
