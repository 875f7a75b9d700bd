import type { Guild, Interaction } from "discord.js";
import { Events } from "discord.js";
import type { Bot } from "../bot.ts";
import { FEEDBACK, MAKE_POST } from "../commands.ts";
import { isFeedbackForm } from "../feedback-form.ts";
import { TICKET_FORM } from "../ticket-form.ts";
import { onButton } from "./actions.ts";
import { onDelete, onEdit, onThreadDelete } from "./changes.ts";
import { onFeedbackCommand } from "./feedback-command.ts";
import { onFeedbackForm } from "./feedback-form.ts";
import { onFeedbackMenu } from "./feedback-menu.ts";
import { onGuildChange, onGuildJoin } from "./guilds.ts";
import { onMessageMenu } from "./message-menu.ts";
import { onMessage } from "./messages.ts";
import { offerPosts } from "./offer-posts.ts";
import { onSupportCommand } from "./support-command.ts";
import { onTicketForm } from "./ticket-form.ts";

/** Binds Discord's events to what the bot does about them. */
export function listen(bot: Bot): void {
  const { client } = bot;
  const handle = (what: string, done: Promise<void>): void => {
    done.catch((error: unknown) => bot.ctx.log.error({ error }, `${what} failed`));
  };
  client.on(Events.MessageCreate, (message) => handle("a message", onMessage(bot, message)));
  client.on(Events.MessageUpdate, (_, message) => handle("an edit", onEdit(bot, message)));
  client.on(Events.MessageDelete, (message) => handle("a deletion", onDelete(bot, message)));
  client.on(Events.MessageBulkDelete, (messages) => {
    for (const message of messages.values()) handle("a deletion", onDelete(bot, message));
  });
  client.on(Events.ThreadDelete, (thread) => handle("a deleted thread", onThreadDelete(bot, thread)));
  client.on(Events.InteractionCreate, (interaction) =>
    handle("an interaction", onInteraction(bot, interaction)),
  );
  client.on(Events.GuildCreate, (guild) => handle("a new server", onGuildJoin(bot, guild)));
  client.on(Events.GuildAvailable, (guild) => handle("a server that is back", onGuildJoin(bot, guild)));
  client.on(Events.GuildDelete, (guild) => bot.communities.forget(guild.id));
  const onChannels = (guild: Guild): void => handle("a changed channel", onGuildChange(bot, guild));
  client.on(Events.ChannelCreate, ({ guild }) => onChannels(guild));
  client.on(Events.ChannelDelete, (channel) => {
    if (!channel.isDMBased()) onChannels(channel.guild);
  });
  client.on(Events.ChannelUpdate, (old, channel) => {
    if (channel.isDMBased() || old.isDMBased() || old.name === channel.name) return;
    onChannels(channel.guild);
  });
}

async function onInteraction(bot: Bot, interaction: Interaction): Promise<void> {
  if (interaction.isButton()) return onButton(bot, interaction);
  if (interaction.isAutocomplete()) return offerPosts(bot, interaction);
  if (interaction.isChatInputCommand())
    return interaction.commandName === FEEDBACK
      ? onFeedbackCommand(bot, interaction)
      : onSupportCommand(bot, interaction);
  if (interaction.isMessageContextMenuCommand())
    return interaction.commandName === MAKE_POST
      ? onFeedbackMenu(bot, interaction)
      : onMessageMenu(bot, interaction);
  if (!interaction.isModalSubmit()) return;
  if (interaction.customId === TICKET_FORM) return onTicketForm(bot, interaction);
  if (isFeedbackForm(interaction.customId)) return onFeedbackForm(bot, interaction);
}
