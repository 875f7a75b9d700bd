import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, asc, eq, gt, inArray, isNull } from "drizzle-orm";
import { listFiles } from "../attachments/index.ts";
import type { StoredFile } from "../attachments/index.ts";
import type { Ctx } from "../context.ts";
import { asOutgoing, replyIn } from "../delivery/send-out.ts";
import type { Reply } from "../ports.ts";
import { getTicket } from "../tickets/load.ts";
import type { Ticket } from "../tickets/load.ts";

/** How far a reader has read: the newest row of each kind. Ids of one ticket grow with its commits, since every writer holds its lock. */
export type FeedCursor = { message: number; outgoing: number };

export const FEED_START: FeedCursor = { message: 0, outgoing: 0 };

/** One thing said in a conversation. The same key again means that it was changed. */
export type FeedItem = {
  key: string;
  from: "visitor" | "ai" | "agent" | "system";
  reply: Reply;
  files: StoredFile[];
  saidAt: Date;
};

export type PanelFeed = {
  ticket: Pick<Ticket, "id" | "subject" | "status" | "handler" | "resolution" | "satisfactionRating">;
  /** Oldest first. */
  items: FeedItem[];
  cursor: FeedCursor;
};

type FeedInput = { workspaceId: number; ticketId: number; after?: FeedCursor };

/** What was said in a visitor's conversation, or what is new or changed since `after`. Notes of agents are not in it. */
export async function readPanelFeed(ctx: Pick<Ctx, "db">, input: FeedInput): Promise<PanelFeed> {
  const after = input.after ?? FEED_START;
  const { id, subject, status, handler, resolution, satisfactionRating } = await getTicket(
    ctx.db,
    input.workspaceId,
    input.ticketId,
  );
  const asked = await readVisitorMessages(ctx.db, input, after);
  const said = await readOutgoing(ctx.db, input, after);
  return {
    ticket: { id, subject, status, handler, resolution, satisfactionRating },
    items: [...asked.items, ...said.items].sort((a, b) => a.saidAt.getTime() - b.saidAt.getTime()),
    cursor: { message: asked.last, outgoing: said.last },
  };
}

type Part = { items: FeedItem[]; last: number };

async function readVisitorMessages(db: Db, input: FeedInput, after: FeedCursor): Promise<Part> {
  const m = schema.ticketMessages;
  const rows = await db
    .select({ id: m.id, content: m.content, createdAt: m.createdAt })
    .from(m)
    .where(
      and(
        eq(m.workspaceId, input.workspaceId),
        eq(m.ticketId, input.ticketId),
        eq(m.sender, "user"),
        isNull(m.deletedAt),
        gt(m.id, after.message),
      ),
    )
    .orderBy(asc(m.id));
  const files = rows.length > 0 ? await listFiles(db, input) : [];
  const items = rows.map((row): FeedItem => ({
    key: `m${row.id}`,
    from: "visitor",
    reply: { markdown: row.content },
    files: filesOf(files, row.id),
    saidAt: row.createdAt,
  }));
  return { items, last: rows.at(-1)?.id ?? after.message };
}

function filesOf(files: (StoredFile & { messageId: number | null })[], messageId: number): StoredFile[] {
  const own = files.filter((file) => file.messageId === messageId);
  return own.map(({ id, name, mediaType, size }) => ({ id, name, mediaType, size }));
}

/** Edits are rows of their own, already applied to the post they change: they tell which posts to show again. */
async function readOutgoing(db: Db, input: FeedInput, after: FeedCursor): Promise<Part> {
  const o = schema.outgoingMessages;
  const rows = await selectOutgoing(db, input, gt(o.id, after.outgoing));
  const posts = rows.filter((row) => row.operation === "post");
  const shown = new Set(posts.map((row) => row.id));
  const edited = rows.flatMap((row) => editedId(row.payload) ?? []).filter((id) => !shown.has(id));
  const changed = edited.length > 0 ? await selectOutgoing(db, input, inArray(o.id, edited)) : [];
  return {
    items: [...changed, ...posts].map(toItem),
    last: rows.at(-1)?.id ?? after.outgoing,
  };
}

async function selectOutgoing(db: Db, input: FeedInput, which: ReturnType<typeof gt>) {
  const o = schema.outgoingMessages;
  const m = schema.ticketMessages;
  return db
    .select({
      id: o.id,
      operation: o.operation,
      payload: o.payload,
      createdAt: o.createdAt,
      sender: m.sender,
      saidAt: m.createdAt,
    })
    .from(o)
    .leftJoin(m, eq(m.id, o.ticketMessageId))
    .where(
      and(
        eq(o.workspaceId, input.workspaceId),
        eq(o.ticketId, input.ticketId),
        eq(o.platform, "panel"),
        inArray(o.operation, ["post", "edit"]),
        which,
      ),
    )
    .orderBy(asc(o.id));
}

type OutgoingRow = Awaited<ReturnType<typeof selectOutgoing>>[number];

function toItem(row: OutgoingRow): FeedItem {
  const reply = replyIn(row.payload);
  return {
    key: `o${row.id}`,
    from: row.sender === "ai" ? "ai" : reply.author ? "agent" : "system",
    reply,
    files: [],
    saidAt: row.saidAt ?? row.createdAt,
  };
}

function editedId(payload: Record<string, unknown>): number | null {
  const outgoing = asOutgoing(payload);
  return outgoing.operation === "edit" ? outgoing.outgoingId : null;
}
