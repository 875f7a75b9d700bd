import {
  Client,
  Events,
  GatewayIntentBits,
  MessageFlags,
  SlashCommandBuilder,
  SlashCommandSubcommandBuilder,
} from "discord.js";

/** The floor: discord.js with a listener that does nothing but acknowledge. */
const { DISCORD_BOT_TOKEN = "", DISCORD_API_URL = "" } = process.env;
const client = new Client({
  intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.MessageContent],
  rest: { api: DISCORD_API_URL, version: "10" },
});
client.on(Events.InteractionCreate, (interaction) => {
  if (interaction.isRepliable()) void interaction.deferReply({ flags: MessageFlags.Ephemeral });
});
const ready = new Promise<Client<true>>((resolve) => client.once(Events.ClientReady, resolve));
await client.login(DISCORD_BOT_TOKEN);
const help = new SlashCommandSubcommandBuilder().setName("help").setDescription("Help");
const support = new SlashCommandBuilder().setName("support").setDescription("Help").addSubcommand(help);
await (await ready).application.commands.set([support]);
process.on("SIGTERM", () => process.exit(0));
