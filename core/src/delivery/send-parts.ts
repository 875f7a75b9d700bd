import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, asc, eq, inArray, sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import type { Platform } from "../ports.ts";
import { splitMarkdown } from "../text/index.ts";
import { changePosted, erasePosted } from "./change-posted.ts";
import { asOutgoing, replyIn, sendOut } from "./send-out.ts";
import type { Outgoing, SendOutInput } from "./send-out.ts";

/** What the text of one message may take, so that its platform shows all of it beside the author's name. */
const ROOM: Record<Platform, { most: number; sizeOf: (text: string) => number }> = {
  slack: { most: 8800, sizeOf: sizeInBlocks },
  discord: { most: 3500, sizeOf: sizeInComponents },
  panel: { most: Number.POSITIVE_INFINITY, sizeOf: (text) => text.length },
};

/** More messages than this in a row help nobody; 40,000 characters of prose need fewer on every platform. */
const MOST_PARTS = 15;
const REST = "*(The rest is in the console.)*";

/** Slack counts what its blocks take as JSON, where each list item, quote, link or bold word is an object of its own. */
const OBJECT = 110;
const OBJECTS =
  /^[ \t]*(?:[-*+>]|\d+[.)])\s|^[ \t]*(?:```|~~~|\|[ :|-]*-)|(?<!\w)[*_~`]+(?=\S)|https?:\/\/|<#/gmu;

function sizeInBlocks(text: string): number {
  return JSON.stringify(text).length + OBJECT * (text.match(OBJECTS)?.length ?? 0);
}

/** Discord shows tables as code. */
function sizeInComponents(text: string): number {
  return text.length + "```\n\n```\n".length * (text.match(/^[ \t]*\|[ :|-]*-/gmu)?.length ?? 0);
}

type Said = Omit<SendOutInput, "outgoing"> & {
  outgoing: Extract<Outgoing, { operation: "post" }>;
};

/** Says what a person wrote in as many messages as its platform needs, so that nothing of it is left out. */
export async function sendParts(tx: Db, said: Said): Promise<void> {
  const parts = partsOf(said.platform, said.outgoing.reply.markdown);
  for (const [index, markdown] of parts.entries()) await sendPart(tx, said, index, markdown);
}

/** The messages that say what a person wrote follow a change of it; `gone` stands where nothing is left to say. */
export async function changeParts(
  tx: Db,
  said: { workspaceId: number; ticketId: number; dedupeKey: string },
  text: string | null,
  gone: string,
): Promise<void> {
  const posted = await listParts(tx, said);
  const last = posted.at(-1);
  if (!last) return;
  const parts = text === null ? [] : partsOf(last.platform, text);
  const put = text === null ? erasePosted : changePosted;
  for (const [index, row] of posted.entries())
    await put(tx, row, { ...replyIn(row.payload), markdown: parts[index] ?? gone });
  const outgoing = asOutgoing(last.payload);
  if (outgoing.operation !== "post" || last.status === "failed") return;
  for (const [index, markdown] of parts.entries())
    if (index >= posted.length) await sendPart(tx, { ...last, ...said, outgoing }, index, markdown);
}

function partsOf(platform: Platform, markdown: string): string[] {
  const { most, sizeOf } = ROOM[platform];
  const parts = splitMarkdown(markdown, most, sizeOf);
  return parts.length <= MOST_PARTS ? parts : [...parts.slice(0, MOST_PARTS - 1), REST];
}

/** Whether a platform shows the whole text in a sensible number of messages. */
export const canSayWhole = (platform: Platform, markdown: string): boolean =>
  partsOf(platform, markdown).at(-1) !== REST;

async function sendPart(tx: Db, said: Said, index: number, markdown: string): Promise<void> {
  const dedupeKey = index === 0 ? said.dedupeKey : `${said.dedupeKey}:${index + 1}`;
  const outgoing = { ...said.outgoing, reply: { ...said.outgoing.reply, markdown } };
  await sendOut(tx, { ...said, dedupeKey, outgoing });
}

async function listParts(tx: Db, said: { workspaceId: number; ticketId: number; dedupeKey: string }) {
  const o = schema.outgoingMessages;
  return tx
    .select()
    .from(o)
    .where(
      and(eq(o.workspaceId, said.workspaceId), eq(o.ticketId, said.ticketId), isPartOf([said.dedupeKey])),
    )
    .orderBy(asc(o.id));
}

/** The key of a later part: that of the whole, and its number. */
const LATER_PART = "^((?:relay|agent):[0-9]+):[0-9]+$";

/** Rows that say a part of what one of these keys stands for. */
export function isPartOf(dedupeKeys: string[]): SQL {
  const whole = sql`regexp_replace(${schema.outgoingMessages.dedupeKey}, ${LATER_PART}, '\\1')`;
  return inArray(whole, dedupeKeys);
}

/** What belongs together is reported once when it cannot be delivered. */
export const wholeKey = (dedupeKey: string): string => dedupeKey.replace(new RegExp(LATER_PART, "u"), "$1");
