import type { Json, JsonObject } from "../json.ts";
import { numberOr, objectsOf, printed, textOr } from "../json.ts";
import type { Realm } from "../realm.ts";
import type { Channel } from "../state/types.ts";
import { toWireChannel } from "../wire/channels.ts";
import { toWireMember, toWireRole, toWireUser } from "../wire/people.ts";

/** Values by option name: text, numbers, switches, or the id of a user, channel or role. */
export type OptionValues = Readonly<Record<string, string | number | boolean>>;

const TEXT = 3;
const INTEGER = 4;
const BOOLEAN = 5;
const NUMBER = 10;

/** The options as Discord sends them, or an Error where Discord's client would not let a person send that. */
export function toOptions(
  definitions: readonly JsonObject[],
  values: OptionValues,
  focused: string | null = null,
): JsonObject[] {
  for (const name of Object.keys(values)) {
    if (!definitions.some((definition) => definition["name"] === name)) {
      throw new Error(`The command has no option ${name}`);
    }
  }
  return definitions.flatMap((definition) => {
    const name = textOr(definition["name"], "");
    const value = values[name];
    if (value === undefined) {
      if (definition["required"] === true && focused === null) throw new Error(`Option ${name} is required`);
      return [];
    }
    if (focused === null) checkValue(definition, value);
    const option: JsonObject = { name, type: definition["type"], value };
    if (focused === name) option["focused"] = true;
    return [option];
  });
}

function checkValue(definition: JsonObject, value: Json): void {
  const type = numberOr(definition["type"], 0);
  const name = textOr(definition["name"], "");
  const wanted = type === BOOLEAN ? "boolean" : type === INTEGER || type === NUMBER ? "number" : "string";
  if (typeof value !== wanted) throw new Error(`Option ${name} takes a ${wanted}`);
  const choices = objectsOf(definition["choices"]);
  if (choices.length > 0 && !choices.some((choice) => choice["value"] === value)) {
    throw new Error(`${printed(value)} is not a choice of option ${name}`);
  }
  if (type === TEXT && typeof value === "string") {
    const least = numberOr(definition["min_length"], 0);
    const most = numberOr(definition["max_length"], 6000);
    if (value.length < least || value.length > most)
      throw new Error(`Option ${name} takes ${least} to ${most}`);
  }
  if (typeof value === "number") {
    const least = numberOr(definition["min_value"], Number.NEGATIVE_INFINITY);
    const most = numberOr(definition["max_value"], Number.POSITIVE_INFINITY);
    if (value < least || value > most) throw new Error(`Option ${name} takes ${least} to ${most}`);
  }
}

const USER = 6;
const CHANNEL = 7;
const ROLE = 8;

/** The users, channels and roles that options name, as they come beside the options. */
export function resolve(realm: Realm, channel: Channel, options: readonly JsonObject[]): JsonObject {
  const users: JsonObject = {};
  const members: JsonObject = {};
  const channels: JsonObject = {};
  const roles: JsonObject = {};
  const guild = channel.guildId === null ? null : realm.world.guild(channel.guildId);
  for (const option of options) {
    const id = textOr(option["value"], "");
    if (option["type"] === USER) {
      users[id] = toWireUser(realm.world.user(id));
      const member = guild?.members.get(id);
      if (member) members[id] = { ...toWireMember(member), permissions: "0" };
    }
    if (option["type"] === CHANNEL) channels[id] = toWireChannel(realm.world, realm.world.channel(id));
    const role = option["type"] === ROLE ? guild?.roles.get(id) : undefined;
    if (role) roles[id] = toWireRole(role);
  }
  const all: JsonObject = { users, members, channels, roles };
  return Object.fromEntries(Object.entries(all).filter(([, found]) => Object.keys(found ?? {}).length > 0));
}
