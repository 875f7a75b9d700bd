import { InvalidError, makeTicket, reportMessage } from "@firstline/core";
import type { OpenTicketInput, PersonIdentity } from "@firstline/core";
import type { MessageContextMenuCommandInteraction } from "discord.js";
import { answer } from "../answer.ts";
import type { Bot } from "../bot.ts";
import { REPORT_BUG } from "../commands.ts";
import { toUpstreamError } from "../errors.ts";
import { isFromPerson, toIdentity, toText } from "../to-core.ts";
import { placeOf, whereAsked } from "./where-asked.ts";

/** "Make a ticket" and "Report a bug" on a message: whoever wrote it is the one who asks. */
export async function onMessageMenu(
  bot: Bot,
  interaction: MessageContextMenuCommandInteraction,
): Promise<void> {
  await answer(bot.ctx.log, interaction, async () => {
    const { workspace, by } = await whereAsked(bot, interaction);
    const message = interaction.targetMessage;
    if (!isFromPerson(message))
      throw new InvalidError("I can make tickets of what people wrote, not of this.");
    const place = await placeOf(bot, message.channelId);
    const { channelId } = place;
    const thread = { platform: "discord", channelId, threadId: place.threadId ?? message.id } as const;
    const input: OpenTicketInput = {
      workspaceId: workspace.id,
      thread,
      messageId: message.id,
      asker: await identityOf(bot, interaction),
      text: toText(message),
      eventKey: `message:${channelId}:${message.id}`,
    };
    const link = await bot.platform.linkTo({ ...thread, messageId: thread.threadId });
    const where = link ? ` ${link}` : "";
    if (interaction.commandName === REPORT_BUG) {
      const { ticketId } = await reportMessage(bot.ctx, { ...input, by });
      return `Reported as a bug: ticket #${ticketId}. News comes in the message's thread.${where}`;
    }
    return made(await makeTicket(bot.ctx, input), where);
  });
}

function made(opened: { ticketId: number; created: boolean } | null, where: string): string {
  if (!opened) return `There is a ticket for this already.${where}`;
  if (!opened.created) return `This thread is ticket #${opened.ticketId} already.${where}`;
  return `Ticket #${opened.ticketId} is open. The answer comes in the message's thread.${where}`;
}

/** By the name that the server knows the author by, which a message from a menu does not tell. */
async function identityOf(
  bot: Bot,
  interaction: MessageContextMenuCommandInteraction,
): Promise<PersonIdentity> {
  const { author } = interaction.targetMessage;
  try {
    return toIdentity(author, await interaction.guild?.members.fetch(author.id));
  } catch (cause) {
    bot.ctx.log.info({ error: toUpstreamError(cause) }, "the author of a message is no member any more");
    return toIdentity(author);
  }
}
