import { BOARD_PRODUCTS } from "@firstline/core";
import type { Command } from "commander";
import { Option } from "commander";
import type { BoardImportOptions } from "./commands/feedback.ts";
import { withConfig } from "./with-config.ts";

/** `feedback ...` and `companies ...`: boards and revenue come in, boards go out. */
export function addFeedbackCommands(program: Command): void {
  const feedback = program.command("feedback").description("bring posts and votes in from elsewhere, or out");
  feedback
    .command("import")
    .description("import posts and votes of another board; again adds what is new")
    .argument("<file...>", "CSV or JSON files of one board, posts and votes")
    .addOption(
      new Option("--from <product>", "whose files they are")
        .choices([...BOARD_PRODUCTS])
        .makeOptionMandatory(),
    )
    .option("--json", "print the report as JSON")
    .action(
      withConfig(async (config, files: string[], options: BoardImportOptions) => {
        const { runFeedbackImport } = await import("./commands/feedback.ts");
        return runFeedbackImport(config, files, options);
      }),
    );
  feedback
    .command("export")
    .description("print all posts, with the addresses of their authors; as JSON with all votes, too")
    .addOption(new Option("--format <format>", "csv or json").choices(["csv", "json"]).default("json"))
    .action(
      withConfig(async (config, options: { format: "csv" | "json" }) => {
        const { runFeedbackExport } = await import("./commands/feedback.ts");
        return runFeedbackExport(config, options);
      }),
    );
  const companies = program
    .command("companies")
    .description("say what companies pay: their votes weigh more");
  companies
    .command("import")
    .description("import companies with their monthly revenue; again brings them up to date")
    .argument("<file>", "CSV file with the columns name, domain, mrr and, if you like, external_id")
    .option("--json", "print the report as JSON")
    .action(
      withConfig(async (config, file: string, options: { json?: boolean }) => {
        const { runCompaniesImport } = await import("./commands/companies.ts");
        return runCompaniesImport(config, file, options);
      }),
    );
}
