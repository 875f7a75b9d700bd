import type { Client, Guild, RESTPutAPIApplicationGuildCommandsJSONBody } from "discord.js";
import { ApplicationCommandOptionType, ApplicationCommandType, Routes } from "discord.js";

export const MAKE_TICKET = "Make a ticket";
export const REPORT_BUG = "Report a bug";

const COMMANDS = [
  {
    type: ApplicationCommandType.ChatInput,
    name: "support",
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
  { type: ApplicationCommandType.Message, name: MAKE_TICKET },
  { type: ApplicationCommandType.Message, name: REPORT_BUG },
] satisfies RESTPutAPIApplicationGuildCommandsJSONBody;

/** Registers the commands of a guild; Discord limits how often that may be done, so only when they changed. */
export async function registerCommands(client: Client<true>, guild: Guild): Promise<"changed" | "same"> {
  const route = Routes.applicationGuildCommands(client.application.id, guild.id);
  const registered = await client.rest.get(route);
  if (JSON.stringify(essence(registered)) === JSON.stringify(essence(COMMANDS))) return "same";
  await client.rest.put(route, { body: COMMANDS });
  return "changed";
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
    }))
    .map((command) => JSON.stringify(command))
    .toSorted();
}
