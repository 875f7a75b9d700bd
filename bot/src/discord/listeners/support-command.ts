import { listMyTickets, statusForMembers } from "@firstline/core";
import type { ChatInputCommandInteraction } from "discord.js";
import { acknowledge, answer } from "../answer.ts";
import type { Bot } from "../bot.ts";
import { cutLine, escapeMarkdown } from "../markdown.ts";
import { ticketForm } from "../ticket-form.ts";
import { whereAsked } from "./where-asked.ts";

const HELP = `**How to get help here**
- Ask in a support channel or forum, write to me directly, or mention me anywhere. I look for the answer in the knowledge base and say where it comes from.
- **This solved it** closes the ticket; **Ask a person** brings somebody from the team.
- \`/support new\` asks with a form, \`/support bug\` reports a bug, \`/support my\` lists your tickets.
- On a message: right click, **Apps**, **Make a ticket**, **Report a bug** or **Make a feature request**.
- \`/feedback\` asks for what you miss and shows what others ask for, to vote on.`;

/** `/support new`, `/support bug`, `/support my` and `/support help`. */
export async function onSupportCommand(bot: Bot, interaction: ChatInputCommandInteraction): Promise<void> {
  const { log } = bot.ctx;
  const subcommand = interaction.options.getSubcommand(false);
  if (subcommand === "new" || subcommand === "bug") {
    const type = subcommand === "bug" ? "bug" : null;
    await acknowledge(log, interaction, () => interaction.showModal(ticketForm(type)));
    return;
  }
  await answer(log, interaction, async () => (subcommand === "my" ? listTickets(bot, interaction) : HELP));
}

async function listTickets(bot: Bot, interaction: ChatInputCommandInteraction): Promise<string> {
  const { workspace, by } = await whereAsked(bot, interaction);
  const { platform, externalId } = by;
  const tickets = await listMyTickets(bot.ctx, { workspaceId: workspace.id, platform, externalId });
  if (tickets.length === 0) return "You have no tickets yet. `/support new` makes one.";
  const lines = await Promise.all(
    tickets.map(async (ticket) => {
      const subject = cutLine(escapeMarkdown(ticket.subject), 90);
      const ref = { ...ticket, messageId: ticket.threadId };
      const url = ticket.platform === "discord" ? await bot.platform.linkTo(ref) : null;
      return `- **#${ticket.id}** ${url ? `[${subject}](<${url}>)` : subject} · ${statusForMembers(ticket)}`;
    }),
  );
  return ["**Your tickets**", ...lines].join("\n");
}
