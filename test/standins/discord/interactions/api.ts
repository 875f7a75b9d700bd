import type { JsonObject } from "../json.ts";
import { booleanOr, numberOr, objectsOf, textOr } from "../json.ts";
import { messageFlags } from "../limits.ts";
import type { Realm } from "../realm.ts";
import { canSee } from "../state/access.ts";
import type { Command } from "../state/commands.ts";
import type { Channel, Message } from "../state/types.ts";
import { childrenOf } from "../wire/normalize.ts";
import { toWireMessage } from "../wire/messages.ts";
import { toWireMember, toWireUser } from "../wire/people.ts";
import type { ModalValues } from "./modals.ts";
import { toSubmission } from "./modals.ts";
import type { OptionValues } from "./options.ts";
import { resolve, toOptions } from "./options.ts";
import type { Interaction } from "./registry.ts";
import { mayUseCommand, startInteraction } from "./start.ts";

const BUTTON = 2;
const STRING_SELECT = 3;

/** Things people do to the bot's messages and commands. A person who could not do it in Discord gets an Error. */
export function interactApi(realm: Realm): InteractApi {
  const use = async (
    userId: string,
    channelId: string,
    messageId: string,
    customId: string,
    values: readonly string[] | null,
  ): Promise<Interaction> => {
    const channel = placeFor(realm, userId, channelId);
    const message = realm.world.message(channelId, messageId);
    if (message.ephemeralFor !== null && message.ephemeralFor !== userId) {
      throw new Error("Only the person whom it answers sees this message");
    }
    const component = findUsable(message, customId);
    if (values !== null) checkSelection(component, values);
    const data: JsonObject = {
      custom_id: customId,
      component_type: component["type"],
      id: component["id"],
      ...(values === null ? {} : { values: [...values] }),
    };
    return startInteraction(realm, { kind: 3, userId, channel, data, source: message });
  };

  return {
    click: async (userId, channelId, messageId, customId) =>
      use(userId, channelId, messageId, customId, null),
    select: async (userId, channelId, messageId, customId, values) =>
      use(userId, channelId, messageId, customId, values),
    submitModal: async (userId, customId, values) => submitModal(realm, userId, customId, values),
    slash: async (userId, channelId, commandName, subcommand, options) =>
      callCommand(realm, { userId, channelId, commandName, subcommand, options, focused: null }),
    autocomplete: async (userId, channelId, commandName, subcommand, options, focused) =>
      callCommand(realm, { userId, channelId, commandName, subcommand, options, focused }),
    messageMenu: async (userId, channelId, messageId, commandName) =>
      openMenu(realm, userId, channelId, messageId, commandName),
    settled: async (interaction, timeoutMs = 5000) => {
      const isDone = (): boolean =>
        interaction.original !== null && (interaction.original.flags & messageFlags.loading) === 0;
      await realm.records.waitFor(isDone, timeoutMs, () => "The deferred answer was never filled in");
      return interaction;
    },
  };
}

export interface InteractApi {
  click(userId: string, channelId: string, messageId: string, customId: string): Promise<Interaction>;
  select(
    userId: string,
    channelId: string,
    messageId: string,
    customId: string,
    values: readonly string[],
  ): Promise<Interaction>;
  /** Sends the latest modal with this custom id that the bot opened for the person; each can be sent once. */
  submitModal(userId: string, customId: string, values: ModalValues): Promise<Interaction>;
  /** `subcommand` is "name", "group name" or null. */
  slash(
    userId: string,
    channelId: string,
    commandName: string,
    subcommand?: string | null,
    options?: OptionValues,
  ): Promise<Interaction>;
  /** Suggestions for the option `focused`, whose text so far is among `options`. */
  autocomplete(
    userId: string,
    channelId: string,
    commandName: string,
    subcommand: string | null,
    options: OptionValues,
    focused: string,
  ): Promise<Interaction>;
  messageMenu(
    userId: string,
    channelId: string,
    messageId: string,
    commandName: string,
  ): Promise<Interaction>;
  /** Waits until the "thinking" message of a deferred answer has been filled in. */
  settled(interaction: Interaction, timeoutMs?: number): Promise<Interaction>;
}

function placeFor(realm: Realm, userId: string, channelId: string): Channel {
  const channel = realm.world.channel(channelId);
  const isTheirs = channel.guildId !== null || channel.recipientId === userId;
  if (!isTheirs || !canSee(realm.world, userId, channel))
    throw new Error(`${userId} does not see this channel`);
  return channel;
}

function findUsable(message: Message, customId: string): JsonObject {
  const all = (components: readonly JsonObject[]): JsonObject[] =>
    components.flatMap((component) => [component, ...all(childrenOf(component))]);
  const found = all(message.components).find((component) => component["custom_id"] === customId);
  if (!found) throw new Error(`The message has no component ${customId}`);
  if (booleanOr(found["disabled"], false)) throw new Error(`${customId} is disabled`);
  return found;
}

function checkSelection(select: JsonObject, values: readonly string[]): void {
  if (select["type"] === BUTTON) throw new Error("A button has no values");
  const least = numberOr(select["min_values"], 1);
  const most = numberOr(select["max_values"], 1);
  if (values.length < least || values.length > most) throw new Error(`Choose ${least} to ${most}`);
  if (select["type"] !== STRING_SELECT) return;
  const known = objectsOf(select["options"]).map((option) => option["value"]);
  const stranger = values.find((value) => !known.includes(value));
  if (stranger !== undefined) throw new Error(`${stranger} is not an option`);
}

async function submitModal(
  realm: Realm,
  userId: string,
  customId: string,
  values: ModalValues,
): Promise<Interaction> {
  const opened = realm.interactions.all.findLast(
    (each) => each.userId === userId && each.modal?.["custom_id"] === customId,
  );
  if (!opened?.modal) throw new Error(`No modal ${customId} is open for ${userId}`);
  const components = toSubmission(opened.modal, values);
  opened.modal = null;
  return startInteraction(realm, {
    kind: 5,
    userId,
    channel: realm.world.channel(opened.channelId),
    data: { custom_id: customId, components },
    source: opened.source,
    openedBy: opened,
  });
}

interface CommandUse {
  readonly userId: string;
  readonly channelId: string;
  readonly commandName: string;
  readonly subcommand: string | null | undefined;
  readonly options: OptionValues | undefined;
  /** The option that is being completed, or null when the command is sent. */
  readonly focused: string | null;
}

async function callCommand(realm: Realm, use: CommandUse): Promise<Interaction> {
  const channel = placeFor(realm, use.userId, use.channelId);
  const command = usableCommand(realm, channel, use.userId, 1, use.commandName);
  const path = use.subcommand ? use.subcommand.split(" ") : [];
  const options = nest(objectsOf(command.wire["options"]), path, use.options ?? {}, use.focused);
  const flat = innermost(options);
  const data: JsonObject = { ...commandData(command), options };
  const resolved = use.focused === null ? resolve(realm, channel, flat) : {};
  if (Object.keys(resolved).length > 0) data["resolved"] = resolved;
  return startInteraction(realm, {
    kind: use.focused === null ? 2 : 4,
    userId: use.userId,
    channel,
    data,
    commandName: use.commandName,
  });
}

/** Wraps the options in the subcommand and its group. */
function nest(
  definitions: readonly JsonObject[],
  path: readonly string[],
  values: OptionValues,
  focused: string | null,
): JsonObject[] {
  const [name, ...rest] = path;
  if (name === undefined) {
    const sub = definitions.find((definition) => numberOr(definition["type"], 0) <= 2);
    if (sub) throw new Error(`The command needs a subcommand, such as ${textOr(sub["name"], "")}`);
    return toOptions(definitions, values, focused);
  }
  const definition = definitions.find((each) => each["name"] === name && numberOr(each["type"], 0) <= 2);
  if (!definition) throw new Error(`The command has no subcommand ${name}`);
  const inner = nest(objectsOf(definition["options"]), rest, values, focused);
  return [{ name, type: definition["type"], options: inner }];
}

function innermost(options: readonly JsonObject[]): JsonObject[] {
  return options.flatMap((option) =>
    Array.isArray(option["options"]) ? innermost(objectsOf(option["options"])) : [option],
  );
}

function usableCommand(realm: Realm, channel: Channel, userId: string, type: number, name: string): Command {
  const command = realm.commands.available(channel.guildId, type, name);
  if (!command) throw new Error(`The application has registered no command ${name} of type ${type}`);
  const contexts = command.wire["contexts"];
  const context = channel.guildId === null ? 1 : 0;
  const isHere = Array.isArray(contexts)
    ? contexts.includes(context)
    : context === 0 || command.wire["dm_permission"] !== false;
  if (!isHere) throw new Error(`The command ${name} is not offered in this kind of channel`);
  if (!mayUseCommand(realm, channel, userId, command.wire)) throw new Error(`${userId} may not use ${name}`);
  return command;
}

function commandData(command: Command): JsonObject {
  const { wire, guildId } = command;
  return {
    id: command.id,
    name: wire["name"],
    type: wire["type"],
    ...(guildId === null ? {} : { guild_id: guildId }),
  };
}

async function openMenu(
  realm: Realm,
  userId: string,
  channelId: string,
  messageId: string,
  commandName: string,
): Promise<Interaction> {
  const channel = placeFor(realm, userId, channelId);
  const message = realm.world.message(channelId, messageId);
  const command = usableCommand(realm, channel, userId, 3, commandName);
  const author = message.webhook ? null : realm.world.user(message.authorId);
  const member =
    channel.guildId === null ? undefined : realm.world.guild(channel.guildId).members.get(message.authorId);
  // The content comes along even without the intent: the person has handed this message to the app.
  const resolved: JsonObject = {
    messages: { [message.id]: toWireMessage(realm.world, message, true) },
    ...(author ? { users: { [author.id]: toWireUser(author) } } : {}),
    ...(author && member ? { members: { [author.id]: { ...toWireMember(member), permissions: "0" } } } : {}),
  };
  const data = { ...commandData(command), target_id: message.id, resolved };
  return startInteraction(realm, { kind: 2, userId, channel, data, commandName, isMenu: true });
}
