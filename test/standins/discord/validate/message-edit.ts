import { refuse } from "../errors.ts";
import { Issues } from "../issues.ts";
import type { JsonObject } from "../json.ts";
import { numberOr, objectsOf, textOr } from "../json.ts";
import { messageFlags } from "../limits.ts";
import type { MessageChange } from "../posting.ts";
import type { Message } from "../state/types.ts";
import type { Reading } from "./message.ts";
import { checkCommon, readAttachments } from "./message.ts";

/** What an edit changes: absent stays, null empties. Throws as Discord does for what it would not store. */
export function readMessageEdit(body: JsonObject, message: Message, reading: Reading): MessageChange {
  const issues = new Issues();
  const flags = readFlags(issues, body, message, reading);
  const isV2 = (flags & messageFlags.componentsV2) !== 0;
  checkCommon(issues, body, reading.path, isV2);
  const becomesV2 = isV2 && (message.flags & messageFlags.componentsV2) === 0;
  if (becomesV2) requireEmptied(issues, body, message, reading);
  const attachments = readAttachments(issues, body, reading, message.attachments);
  issues.throwIfAny();

  const change: MessageChange = {
    ...(body["content"] === undefined ? {} : { content: textOr(body["content"], "") }),
    ...(body["embeds"] === undefined ? {} : { embeds: objectsOf(body["embeds"]) }),
    ...(body["components"] === undefined ? {} : { components: objectsOf(body["components"]) }),
    attachments,
    flags,
  };
  requireSomethingLeft(message, change, isV2);
  return change;
}

const EDITABLE = messageFlags.suppressEmbeds | messageFlags.componentsV2;

/** The newer form of components can be switched on by an edit, never off. */
function readFlags(issues: Issues, body: JsonObject, message: Message, reading: Reading): number {
  const given = body["flags"];
  if (given === undefined || given === null) return message.flags;
  const wanted = numberOr(given, 0) & EDITABLE;
  const loses =
    (message.flags & messageFlags.componentsV2) !== 0 && (wanted & messageFlags.componentsV2) === 0;
  if (loses) {
    const text = "IS_COMPONENTS_V2 cannot be removed from a message";
    issues.add([...reading.path, "flags"], "MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG", text);
  }
  return (message.flags & ~EDITABLE) | wanted;
}

function requireEmptied(issues: Issues, body: JsonObject, message: Message, reading: Reading): void {
  const text = "must be emptied when a message becomes IS_COMPONENTS_V2";
  if (message.content !== "" && body["content"] === undefined) {
    issues.add([...reading.path, "content"], "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", text);
  }
  if (message.embeds.length > 0 && body["embeds"] === undefined) {
    issues.add([...reading.path, "embeds"], "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", text);
  }
}

function requireSomethingLeft(message: Message, change: MessageChange, isV2: boolean): void {
  const components = change.components ?? message.components;
  const hasBody =
    (change.content ?? message.content).trim() !== "" ||
    (change.embeds ?? message.embeds).length > 0 ||
    (change.attachments ?? message.attachments).length > 0;
  if (components.length > 0 || (!isV2 && hasBody)) return;
  throw refuse("emptyMessage");
}
