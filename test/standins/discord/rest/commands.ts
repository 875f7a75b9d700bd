import { ApiError, refuse } from "../errors.ts";
import { Issues } from "../issues.ts";
import type { Answer, Call, Handler, Route } from "../http/call.ts";
import { bodyObject, noContent, ok, param, route } from "../http/call.ts";
import type { JsonObject } from "../json.ts";
import { objectsOf, printed } from "../json.ts";
import { limits } from "../limits.ts";
import type { Realm } from "../realm.ts";
import type { Command } from "../state/commands.ts";
import { typeOf } from "../state/commands.ts";
import { checkCommand } from "../validate/commands.ts";

function requireOwnApplication(realm: Realm, call: Call): void {
  const id = param(call, "application_id");
  if (id === realm.world.applicationId) return;
  throw refuse("unknownApplication");
}

/** The guild whose commands are meant, null for those that are everywhere. */
function scopeOf(realm: Realm, call: Call): string | null {
  requireOwnApplication(realm, call);
  const guildId = call.params["guild_id"];
  if (guildId === undefined) return null;
  if (!realm.world.guilds.has(guildId)) throw refuse("missingAccess");
  return guildId;
}

function found(realm: Realm, call: Call): Command {
  const command = realm.commands.find(scopeOf(realm, call), param(call, "command_id"));
  if (!command) throw refuse("unknownCommand");
  return command;
}

const MOST: Readonly<Record<number, number>> = {
  1: limits.command.chatInput,
  2: limits.command.user,
  3: limits.command.message,
};

function requireRoom(wires: readonly JsonObject[]): void {
  for (const type of [1, 2, 3]) {
    const count = wires.filter((wire) => typeOf(wire) === type).length;
    if (count > (MOST[type] ?? 0)) throw refuse("maxCommands");
  }
}

function replaceAll(realm: Realm, call: Call): JsonObject[] {
  const scope = scopeOf(realm, call);
  const wires = objectsOf(call.body);
  const issues = new Issues();
  const names = new Set<string>();
  for (const [index, wire] of wires.entries()) {
    checkCommand(wire, [index]);
    const key = `${typeOf(wire)} ${printed(wire["name"])}`;
    if (names.has(key)) {
      const message = "Application command names must be unique";
      issues.add([index], "APPLICATION_COMMANDS_DUPLICATE_NAME", message);
    }
    names.add(key);
  }
  issues.throwIfAny();
  requireRoom(wires);
  const made = realm.commands.replaceAll(scope, wires);
  realm.records.changed();
  return made.map((command) => command.wire);
}

function create(realm: Realm, call: Call): Answer {
  const scope = scopeOf(realm, call);
  const wire = bodyObject(call);
  checkCommand(wire);
  const others = realm.commands.list(scope).filter((command) => command.wire["name"] !== wire["name"]);
  requireRoom([...others.map((command) => command.wire), wire]);
  const { command, isNew } = realm.commands.upsert(scope, wire);
  realm.records.changed();
  return { status: isNew ? 201 : 200, body: command.wire };
}

function update(realm: Realm, call: Call): JsonObject {
  const command = found(realm, call);
  const change = bodyObject(call);
  if (change["type"] !== undefined && change["type"] !== command.wire["type"]) {
    throw new ApiError(400, 50035, "Invalid Form Body");
  }
  checkCommand({ ...command.wire, ...change });
  return realm.commands.update(command, change).wire;
}

const list: Handler = (realm, call) =>
  ok(realm.commands.list(scopeOf(realm, call)).map((command) => command.wire));

const remove: Handler = (realm, call) => {
  realm.commands.remove(found(realm, call));
  return noContent();
};

export const commandRoutes: readonly Route[] = [
  "/applications/:application_id/commands",
  "/applications/:application_id/guilds/:guild_id/commands",
].flatMap((base) => [
  route("GET", base, list),
  route("PUT", base, (realm, call) => ok(replaceAll(realm, call))),
  route("POST", base, create),
  route("GET", `${base}/:command_id`, (realm, call) => ok(found(realm, call).wire)),
  route("PATCH", `${base}/:command_id`, (realm, call) => ok(update(realm, call))),
  route("DELETE", `${base}/:command_id`, remove),
]);
