import type { JsonObject } from "../json.ts";
import { cloneJson, numberOr, printed, textOr } from "../json.ts";
import type { Snowflakes } from "../snowflake.ts";

export interface Command {
  readonly id: string;
  /** Null for a command that is everywhere. */
  readonly guildId: string | null;
  readonly wire: JsonObject;
}

/** The commands that the application has registered. */
export class CommandStore {
  private readonly commands = new Map<string, Command>();
  private readonly ids: Snowflakes;
  private readonly applicationId: string;

  constructor(ids: Snowflakes, applicationId: string) {
    this.ids = ids;
    this.applicationId = applicationId;
  }

  list(guildId: string | null): Command[] {
    return [...this.commands.values()].filter((command) => command.guildId === guildId);
  }

  find(guildId: string | null, id: string): Command | null {
    const command = this.commands.get(id);
    return command?.guildId === guildId ? command : null;
  }

  /** What a person in this guild can call; a guild's own command hides one of the same name that is everywhere. */
  available(guildId: string | null, type: number, name: string): Command | null {
    const fits = (command: Command): boolean =>
      typeOf(command.wire) === type && command.wire["name"] === name;
    const own = guildId === null ? [] : this.list(guildId);
    return own.find(fits) ?? this.list(null).find(fits) ?? null;
  }

  /** Registering a name again replaces the command and keeps its id. Returns whether it was new. */
  upsert(guildId: string | null, given: JsonObject): { command: Command; isNew: boolean } {
    const old = this.list(guildId).find(
      (command) => command.wire["name"] === given["name"] && typeOf(command.wire) === typeOf(given),
    );
    const command = this.make(guildId, given, old?.id ?? this.ids.next());
    this.commands.set(command.id, command);
    return { command, isNew: old === undefined };
  }

  update(command: Command, change: JsonObject): Command {
    const made = this.make(command.guildId, { ...command.wire, ...change }, command.id);
    this.commands.set(made.id, made);
    return made;
  }

  remove(command: Command): void {
    this.commands.delete(command.id);
  }

  /** The whole set at once: what is not named is gone. */
  replaceAll(guildId: string | null, given: readonly JsonObject[]): Command[] {
    const made = given.map((wire) => this.upsert(guildId, wire).command);
    for (const command of this.list(guildId)) if (!made.includes(command)) this.remove(command);
    return made;
  }

  private make(guildId: string | null, given: JsonObject, id: string): Command {
    const permissions = given["default_member_permissions"];
    const wire: JsonObject = {
      ...cloneJson(given),
      id,
      application_id: this.applicationId,
      version: this.ids.next(),
      type: typeOf(given),
      name: given["name"],
      description: textOr(given["description"], ""),
      default_member_permissions:
        permissions === undefined || permissions === null ? null : printed(permissions),
      dm_permission: given["dm_permission"] ?? true,
      nsfw: given["nsfw"] ?? false,
      contexts: given["contexts"] ?? null,
      integration_types: given["integration_types"] ?? [0],
      ...(guildId === null ? {} : { guild_id: guildId }),
    };
    return { id, guildId, wire };
  }
}

/** Slash commands are type 1, which is what a command without a type is; 2 is on a user, 3 on a message. */
export function typeOf(wire: JsonObject): number {
  return numberOr(wire["type"], 1);
}
