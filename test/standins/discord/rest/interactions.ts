import { invalidForm, Issues } from "../issues.ts";
import type { Answer, Call, Route } from "../http/call.ts";
import { bodyObject, noContent, ok, openRoute, param } from "../http/call.ts";
import type { Interaction, InteractionKind } from "../interactions/registry.ts";
import type { JsonObject } from "../json.ts";
import { numberOr, objectOr, objectsOf } from "../json.ts";
import { messageFlags, messageTypes } from "../limits.ts";
import type { NewMessage } from "../posting.ts";
import { editMessage, postMessage } from "../posting.ts";
import type { Realm } from "../realm.ts";
import type { Message } from "../state/types.ts";
import { checkChoiceList } from "../validate/commands.ts";
import { readMessageEdit } from "../validate/message-edit.ts";
import { readNewMessage } from "../validate/message.ts";
import { checkModal } from "../validate/modal.ts";
import { readingFor, shown } from "./messages.ts";

/** Which answers fit which interaction; a modal that no component opened has no message to change. */
const FITTING: Readonly<Record<InteractionKind, readonly number[]>> = {
  2: [4, 5, 9],
  3: [4, 5, 6, 7, 9],
  4: [8],
  5: [4, 5, 6, 7],
};

function fittingTypes(interaction: Interaction): readonly number[] {
  const types = FITTING[interaction.kind];
  return interaction.source ? types : types.filter((type) => type !== 6 && type !== 7);
}

function callback(realm: Realm, call: Call): Answer {
  const interaction = realm.interactions.forCallback(
    param(call, "interaction_id"),
    param(call, "interaction_token"),
  );
  const body = bodyObject(call);
  const type = numberOr(body["type"], 0);
  const fitting = fittingTypes(interaction);
  if (!fitting.includes(type)) {
    const message = `Value must be one of {${fitting.join(", ")}}.`;
    throw invalidForm(["type"], "BASE_TYPE_CHOICES", message);
  }
  const data = objectOr(body["data"]);
  answerWith(realm, call, interaction, type, data);
  realm.interactions.acknowledge(interaction, type, body["data"] === undefined ? null : data);
  if (call.query.get("with_response") !== "true") return noContent();
  return ok(withResponse(realm, interaction, type));
}

function answerWith(
  realm: Realm,
  call: Call,
  interaction: Interaction,
  type: number,
  data: JsonObject,
): void {
  switch (type) {
    case 4:
      interaction.original = postAnswer(realm, call, interaction, data);
      return;
    case 5:
      interaction.original = postLoading(realm, interaction, data);
      return;
    case 6:
      interaction.original = interaction.source;
      return;
    case 7:
      interaction.original = changeSource(realm, call, interaction, data);
      return;
    case 8:
      checkSuggestions(data);
      return;
    default:
      checkModal(data);
      interaction.modal = data;
  }
}

/** What every message of an interaction has in common. */
export function messageBase(
  realm: Realm,
  interaction: Interaction,
  flags: number,
): Pick<NewMessage, "channel" | "authorId" | "type" | "interaction" | "ephemeralFor"> {
  const isEphemeral = (flags & messageFlags.ephemeral) !== 0;
  return {
    channel: realm.world.channel(interaction.channelId),
    authorId: realm.world.bot.id,
    type: interaction.kind === 2 ? commandMessageType(interaction) : messageTypes.plain,
    interaction: interaction.toSource(),
    ephemeralFor: isEphemeral ? interaction.userId : null,
  };
}

function commandMessageType(interaction: Interaction): number {
  return interaction.isMenu ? messageTypes.contextMenuCommand : messageTypes.chatInputCommand;
}

function postAnswer(realm: Realm, call: Call, interaction: Interaction, data: JsonObject): Message {
  const read = readNewMessage(data, { ...readingFor(realm, call, true), path: ["data"] });
  return postMessage(realm, { ...read, ...messageBase(realm, interaction, read.flags) });
}

/** "Firstline is thinking …": a message without content until it is edited. */
function postLoading(realm: Realm, interaction: Interaction, data: JsonObject): Message {
  const ephemeral = numberOr(data["flags"], 0) & messageFlags.ephemeral;
  const flags = ephemeral | messageFlags.loading;
  return postMessage(realm, { ...messageBase(realm, interaction, flags), flags });
}

function changeSource(realm: Realm, call: Call, interaction: Interaction, data: JsonObject): Message | null {
  const source = interaction.source;
  if (!source) return null;
  realm.world.message(source.channelId, source.id);
  const reading = { ...readingFor(realm, call, true), path: ["data"] };
  return editMessage(realm, source, readMessageEdit(data, source, reading));
}

function checkSuggestions(data: JsonObject): void {
  const issues = new Issues();
  const choices = objectsOf(data["choices"]);
  const isText = choices.every((choice) => typeof choice["value"] === "string");
  checkChoiceList(issues, choices, isText, ["data", "choices"]);
  issues.throwIfAny();
}

function withResponse(realm: Realm, interaction: Interaction, type: number): JsonObject {
  const message = type === 4 || type === 5 || type === 7 ? interaction.original : null;
  const isSource = message !== null && message === interaction.source;
  return {
    interaction: {
      id: interaction.id,
      type: interaction.kind,
      channel_id: interaction.channelId,
      ...(interaction.guildId === null ? {} : { guild_id: interaction.guildId }),
      ...(message === null
        ? {}
        : {
            response_message_id: message.id,
            response_message_loading: (message.flags & messageFlags.loading) !== 0,
            response_message_ephemeral: message.ephemeralFor !== null,
          }),
    },
    ...(message === null || (type === 5 && isSource)
      ? {}
      : { resource: { type: type === 5 ? 4 : type, message: shown(realm, message) } }),
  };
}

export const interactionRoutes: readonly Route[] = [
  openRoute("POST", "/interactions/:interaction_id/:interaction_token/callback", callback),
];
