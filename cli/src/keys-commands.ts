import type { Command } from "commander";
import type { CreateKeyOptions } from "./commands/keys.ts";
import { withConfig } from "./with-config.ts";

/** `keys ...`: which programs may use the API. */
export function addKeysCommands(program: Command): void {
  const keys = program
    .command("keys")
    .description("make, list and revoke the keys of programs that use the API");
  keys
    .command("create")
    .description("make a key and print it; it is shown this once")
    .requiredOption("--name <name>", "what the key is for")
    .requiredOption("--scopes <list>", 'what it may do, with commas: "tickets:write,search", or "all"')
    .option("--expires <days>", "days until it ends; without it the key lasts until it is revoked")
    .option("--json", "print id, key and scopes as JSON")
    .action(
      withConfig(async (config, options: CreateKeyOptions) => {
        const { runKeysCreate } = await import("./commands/keys.ts");
        return runKeysCreate(config, options);
      }),
    );
  keys
    .command("list")
    .description("show the keys: what they may do and when they were last used")
    .option("--json", "print them as JSON")
    .action(
      withConfig(async (config, options: { json?: boolean }) => {
        const { runKeysList } = await import("./commands/keys.ts");
        return runKeysList(config, options);
      }),
    );
  keys
    .command("revoke")
    .description("make a key useless for good")
    .argument("<key>", "its #id, or the beginning that the list shows")
    .action(
      withConfig(async (config, key: string) => {
        const { runKeysRevoke } = await import("./commands/keys.ts");
        return runKeysRevoke(config, key);
      }),
    );
}
