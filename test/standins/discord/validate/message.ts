import { refuse } from "../errors.ts";
import type { UploadedFile } from "../http/call.ts";
import { Issues } from "../issues.ts";
import type { Path } from "../issues.ts";
import type { Json, JsonObject } from "../json.ts";
import { booleanOr, isObject, numberOr, objectOrNull, objectsOf, printed, textOr, textsOf } from "../json.ts";
import { limits, messageFlags } from "../limits.ts";
import type { Allowed } from "../state/mentions.ts";
import { readAllowed } from "../state/mentions.ts";
import type { Attachment } from "../state/types.ts";
import { isSnowflake } from "../snowflake.ts";
import { checkComponents } from "./components.ts";
import { checkEmbeds } from "./embeds.ts";

export interface ReadMessage {
  readonly content: string;
  readonly embeds: JsonObject[];
  readonly components: JsonObject[];
  readonly attachments: Attachment[];
  readonly flags: number;
  readonly allowed: Allowed;
  readonly nonce: string | number | null;
  readonly enforceNonce: boolean;
  readonly tts: boolean;
}

export interface Reading {
  readonly files: readonly UploadedFile[];
  readonly nextId: () => string;
  /** Where the message lies in the body: [] for a plain message, ["data"] for an interaction's answer. */
  readonly path: Path;
  /** Only answers to interactions can be seen by one person alone; elsewhere Discord ignores that flag. */
  readonly allowsEphemeral: boolean;
}

const SETTABLE = messageFlags.suppressEmbeds | messageFlags.suppressNotifications | messageFlags.componentsV2;

/** A new message out of a request, or the error that Discord answers (50006 empty, 50035 invalid). */
export function readNewMessage(body: JsonObject, reading: Reading): ReadMessage {
  const issues = new Issues();
  const allowedFlags = SETTABLE | (reading.allowsEphemeral ? messageFlags.ephemeral : 0);
  const flags = numberOr(body["flags"], 0) & allowedFlags;
  const isV2 = (flags & messageFlags.componentsV2) !== 0;
  checkCommon(issues, body, reading.path, isV2);
  checkNonce(issues, body["nonce"], [...reading.path, "nonce"]);
  const attachments = readAttachments(issues, body, reading, []);
  issues.throwIfAny();

  const message: ReadMessage = {
    content: textOr(body["content"], ""),
    embeds: objectsOf(body["embeds"]),
    components: objectsOf(body["components"]),
    attachments,
    flags,
    allowed: readAllowed(objectOrNull(body["allowed_mentions"])),
    nonce: typeof body["nonce"] === "number" ? body["nonce"] : textOr(body["nonce"], null),
    enforceNonce: booleanOr(body["enforce_nonce"], false),
    tts: booleanOr(body["tts"], false),
  };
  const isPoll = isObject(body["poll"]) || textsOf(body["sticker_ids"]).length > 0;
  if (!isPoll) requireSomething(message, isV2);
  return message;
}

/** The parts that new and changed messages share. */
export function checkCommon(issues: Issues, body: JsonObject, path: Path, isV2: boolean): void {
  issues.text(body["content"], [...path, "content"], { max: limits.message.content });
  checkList(issues, body["embeds"], [...path, "embeds"]);
  checkList(issues, body["components"], [...path, "components"]);
  checkEmbeds(issues, objectsOf(body["embeds"]), [...path, "embeds"]);
  checkComponents(issues, objectsOf(body["components"]), [...path, "components"], isV2);
  checkAllowedMentions(issues, body["allowed_mentions"], [...path, "allowed_mentions"]);
  if (!isV2) return;
  for (const legacy of ["content", "embeds", "poll", "sticker_ids"]) {
    const value = body[legacy];
    if (value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0))
      continue;
    const message = `The '${legacy}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2`;
    issues.add([...path, legacy], "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", message);
  }
}

function checkList(issues: Issues, value: Json | undefined, path: Path): void {
  if (value === undefined || value === null || Array.isArray(value)) return;
  issues.add(path, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType");
}

function requireSomething(message: ReadMessage, isV2: boolean): void {
  const hasBody =
    message.content.trim() !== "" || message.embeds.length > 0 || message.attachments.length > 0;
  const isEmpty = isV2 ? message.components.length === 0 : !hasBody && message.components.length === 0;
  if (isEmpty) throw refuse("emptyMessage");
}

function checkNonce(issues: Issues, nonce: Json | undefined, path: Path): void {
  if (typeof nonce === "number") {
    if (!Number.isInteger(nonce)) issues.add(path, "NONCE_TYPE_INVALID", "A nonce is an integer or a string");
    return;
  }
  issues.text(nonce, path, { max: limits.message.nonce });
}

function checkAllowedMentions(issues: Issues, value: Json | undefined, path: Path): void {
  if (value === undefined || value === null) return;
  if (!isObject(value)) {
    issues.add(path, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType");
    return;
  }
  const parse = textsOf(value["parse"]);
  for (const [index, kind] of parse.entries()) {
    if (!["users", "roles", "everyone"].includes(kind)) {
      issues.choices([...path, "parse", index], ["users", "roles", "everyone"]);
    }
  }
  for (const kind of ["users", "roles"] as const) {
    const ids = textsOf(value[kind]);
    issues.length(ids.length, [...path, kind], 0, limits.mentions.ids);
    for (const [index, id] of ids.entries()) {
      if (isSnowflake(id)) continue;
      issues.add([...path, kind, index], "NUMBER_TYPE_COERCE", `Value "${id}" is not snowflake.`);
    }
    if (ids.length > 0 && parse.includes(kind)) {
      const message = `parse:["${kind}"] and ${kind}: [ids...] are mutually exclusive.`;
      issues.add(path, "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", message);
    }
  }
}

/**
 * Uploaded files by their number, with what `attachments` says of them, after the `kept` ones.
 * An entry that names neither a file of this request nor one that is there already is an error.
 */
export function readAttachments(
  issues: Issues,
  body: JsonObject,
  reading: Reading,
  known: readonly Attachment[],
): Attachment[] {
  const path = [...reading.path, "attachments"];
  const entries = objectsOf(body["attachments"]);
  const kept: Attachment[] = Array.isArray(body["attachments"]) ? [] : [...known];
  for (const [index, entry] of entries.entries()) {
    const id = printed(entry["id"]);
    const old = known.find((attachment) => attachment.id === id);
    if (old) kept.push(old);
    const isUploaded = reading.files.some((file) => String(file.index) === id);
    if (!old && !isUploaded) {
      issues.add([...path, index, "id"], "ATTACHMENT_NOT_FOUND", `Attachment ${id} was not uploaded`);
    }
  }
  for (const file of reading.files) {
    const entry = entries.find((each) => printed(each["id"]) === String(file.index)) ?? {};
    issues.text(entry["description"], [...path, file.index, "description"], { max: 1024 });
    const filename = textOr(entry["filename"], file.filename);
    kept.push({
      id: reading.nextId(),
      filename: filename.replaceAll(/[^\w.-]/g, "_"),
      contentType: file.contentType,
      description: textOr(entry["description"], null),
      content: file.content,
      spoiler: filename.startsWith("SPOILER_"),
    });
  }
  issues.length(kept.length, path, 0, limits.message.files);
  return kept;
}
