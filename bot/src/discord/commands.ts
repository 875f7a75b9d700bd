import type { Client, Guild, RESTPutAPIApplicationGuildCommandsJSONBody } from "discord.js";
import { ApplicationCommandOptionType, ApplicationCommandType, Routes } from "discord.js";
import { FEEDBACK_SUBCOMMANDS } from "./feedback-subcommands.ts";

export const MAKE_TICKET = "Make a ticket";
export const REPORT_BUG = "Report a bug";
export const MAKE_POST = "Make a feature request";
export const SUPPORT = "support";
export const FEEDBACK = "feedback";

const COMMANDS = [
  {
    type: ApplicationCommandType.ChatInput,
    name: SUPPORT,
    description: "Ask the support team",
    options: [
      {
        type: ApplicationCommandOptionType.Subcommand,
        name: "new",
        description: "Ask a question with a form",
      },
      {
        type: ApplicationCommandOptionType.Subcommand,
        name: "bug",
        description: "Report something that is broken",
      },
      { type: ApplicationCommandOptionType.Subcommand, name: "my", description: "Your latest tickets" },
      { type: ApplicationCommandOptionType.Subcommand, name: "help", description: "How to get help here" },
    ],
  },
  {
    type: ApplicationCommandType.ChatInput,
    name: FEEDBACK,
    description: "Ask for what you miss, and vote for what others ask for",
    options: FEEDBACK_SUBCOMMANDS,
  },
  { type: ApplicationCommandType.Message, name: MAKE_TICKET },
  { type: ApplicationCommandType.Message, name: REPORT_BUG },
  { type: ApplicationCommandType.Message, name: MAKE_POST },
] satisfies RESTPutAPIApplicationGuildCommandsJSONBody;

/** Registers the commands of a guild; Discord limits how often that may be done, so only when they changed. */
export async function registerCommands(client: Client<true>, guild: Guild): Promise<"changed" | "same"> {
  const route = Routes.applicationGuildCommands(client.application.id, guild.id);
  const registered = await client.rest.get(route);
  if (JSON.stringify(essence(registered)) === JSON.stringify(essence(COMMANDS))) return "same";
  await client.rest.put(route, { body: COMMANDS });
  return "changed";
}

/** Whether a server offers everything that this version registers. */
export function hasAllCommands(registered: unknown): boolean {
  const names = Array.isArray(registered)
    ? registered.map((command: Record<string, unknown>) => command["name"])
    : [];
  return COMMANDS.every(({ name }) => names.includes(name));
}

/** What we set of a command: Discord adds ids, versions and defaults. */
function essence(commands: unknown): unknown {
  if (!Array.isArray(commands)) return [];
  return commands
    .map((command: Record<string, unknown>) => ({
      type: command["type"] ?? ApplicationCommandType.ChatInput,
      name: command["name"],
      description: command["description"] ?? "",
      options: essence(command["options"]),
      required: command["required"] ?? false,
      autocomplete: command["autocomplete"] ?? false,
      maxLength: command["max_length"] ?? null,
      choices: namesAndValues(command["choices"]),
    }))
    .map((command) => JSON.stringify(command))
    .toSorted();
}

function namesAndValues(choices: unknown): unknown {
  if (!Array.isArray(choices)) return [];
  return choices.map(({ name, value }: Record<string, unknown>) => ({ name, value }));
}
