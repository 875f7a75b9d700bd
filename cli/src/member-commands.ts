import type { Command } from "commander";
import type { EraseMemberOptions, MemberOptions } from "./commands/member.ts";
import { withConfig } from "./with-config.ts";

const WHO = "slack:U0123, discord:123456, an address, or the number in the console's address (12)";

/** `member ...`: what is done when somebody asks for their data, or that it goes. */
export function addMemberCommands(program: Command): void {
  const member = program
    .command("member")
    .description("write out, or erase, everything that is held of one person");
  member
    .command("export")
    .description("print everything of a person as one JSON object")
    .requiredOption("--member <who>", WHO)
    .action(
      withConfig(async (config, options: MemberOptions) => {
        const { runMemberExport } = await import("./commands/member.ts");
        return runMemberExport(config, options);
      }),
    );
  member
    .command("erase")
    .description("erase everything of a person for good; without --yes only say who that is")
    .requiredOption("--member <who>", WHO)
    .option("--yes", "really erase")
    .option("--json", "print how much it was as JSON")
    .action(
      withConfig(async (config, options: EraseMemberOptions) => {
        const { runMemberErase } = await import("./commands/member.ts");
        return runMemberErase(config, options);
      }),
    );
}
