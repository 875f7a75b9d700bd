import { ApiError, withMessages } from "../api-error.ts";
import type { Args, ArgSpec } from "../args.ts";
import type { Core } from "../core.ts";
import { newBlockId } from "../ids.ts";
import { type Json, toObjects, toText, walk } from "../json.ts";
import { escapeText, toRichText } from "../rich-text.ts";
import { checkBlocks, describe, isTooLong } from "../validate/blocks.ts";
import { MAX_ATTACHMENTS, MAX_MARKDOWN, MAX_METADATA_BYTES, MAX_TEXT } from "../validate/limits.ts";

export const CONTENT_ARGS: ArgSpec = {
  text: "string",
  blocks: "blocks",
  attachments: "attachments",
  markdown_text: "string",
};

export interface Content {
  text: string;
  blocks: Json[];
  sentBlocks: Json[];
  attachments: Json[];
  hasOwnBlocks: boolean;
}

/** Checks what a message says and turns it into what Slack stores. */
export function readContent(core: Core, args: Args): Content {
  const markdown = args.find("markdown_text");
  const sentBlocks = toObjects(args.list("blocks") ?? []);
  const attachments = toObjects(args.list("attachments") ?? []);
  checkBlocksArg(core, args.list("blocks") ?? []);
  checkAttachments(core, attachments);
  const text = args.find("text") ?? "";
  if (markdown !== undefined && (args.has("text") || sentBlocks.length > 0))
    throw new ApiError("markdown_text_conflict");
  if (text.length > MAX_TEXT || (markdown?.length ?? 0) > MAX_MARKDOWN) throw new ApiError("msg_too_long");
  const isEmpty = text.trim() === "" && (markdown ?? "").trim() === "";
  if (isEmpty && sentBlocks.length === 0 && attachments.length === 0) throw new ApiError("no_text");
  const stored = escapeText(markdown ?? text);
  return {
    text: stored === "" ? fallbackOf(sentBlocks) : stored,
    blocks: sentBlocks.length > 0 ? storeBlocks(sentBlocks) : blocksOfText(stored),
    sentBlocks,
    attachments: attachments.map((attachment, index) => ({ id: index + 1, ...attachment })),
    hasOwnBlocks: sentBlocks.length > 0,
  };
}

export function blocksOfText(text: string): Json[] {
  return text === "" ? [] : [toRichText(text)];
}

export function checkBlocksArg(core: Core, blocks: readonly unknown[]): void {
  const problems = checkBlocks(core.schema, blocks, "message");
  if (problems.length > 0) throw withMessages("invalid_blocks", problems);
  if (isTooLong(blocks)) throw new ApiError("msg_blocks_too_long");
}

function checkAttachments(core: Core, attachments: readonly Json[]): void {
  if (attachments.length > MAX_ATTACHMENTS) throw new ApiError("too_many_attachments");
  for (const [index, { blocks, ...attachment }] of attachments.entries()) {
    const at = `/attachments/${index}`;
    const inner = Array.isArray(blocks) ? checkBlocks(core.schema, blocks, "message", `${at}/blocks`) : [];
    const problems = [...describe(core.schema.check("MessageAttachment", attachment), at), ...inner];
    if (problems.length > 0) throw withMessages("invalid_attachments", problems);
  }
}

/** Blocks as Slack hands them back: ids and defaults filled in, Markdown translated. */
export function storeBlocks(blocks: readonly Json[]): Json[] {
  return blocks.map((block) => {
    if (block["type"] === "markdown") return toRichText(escapeText(toText(block["text"]) ?? ""));
    const stored: Json = structuredClone(block);
    stored["block_id"] ??= newBlockId();
    walk(stored, "", fillDefaults);
    return stored;
  });
}

const INTERACTIVE =
  /^(button|overflow|checkboxes|radio_buttons|feedback_buttons|icon_button|.*_select|.*picker|.*_input)$/;

function fillDefaults(node: Json): void {
  if (node["type"] === "plain_text") node["emoji"] ??= true;
  if (node["type"] === "mrkdwn") node["verbatim"] ??= false;
  if (INTERACTIVE.test(toText(node["type"]) ?? "")) node["action_id"] ??= newBlockId();
}

/** Without a text Slack builds the notification out of the blocks. */
function fallbackOf(blocks: readonly Json[]): string {
  const texts: string[] = [];
  walk(blocks, "", (node) => {
    if (["mrkdwn", "plain_text", "markdown", "text"].includes(toText(node["type"]) ?? ""))
      texts.push(toText(node["text"]) ?? "");
  });
  return escapeText(texts.join(" "));
}

/** @returns undefined when not given, null when an empty object asks to take it away */
export function readMetadata(core: Core, args: Args): Json | null | undefined {
  const metadata = args.object("metadata");
  if (metadata === undefined) return undefined;
  if (Object.keys(metadata).length === 0) return null;
  if (JSON.stringify(metadata).length > MAX_METADATA_BYTES) throw new ApiError("metadata_too_large");
  const problems = describe(core.schema.check("MessageMetadata", metadata), "/metadata");
  if (problems.length > 0) throw withMessages("invalid_metadata_schema", problems);
  return metadata;
}
