import { ApplicationCommandType, Events, PermissionFlagsBits, SlashCommandBuilder } from "discord.js";
import type { Client, Interaction, RESTPostAPIApplicationCommandsJSONBody } from "discord.js";
import { expect, test } from "vitest";
import { refusal, startPair } from "./client.fixture.ts";
import { permissions } from "./index.ts";

const support = new SlashCommandBuilder()
  .setName("support")
  .setDescription("Ask for help")
  .addSubcommand((sub) =>
    sub
      .setName("new")
      .setDescription("Open a ticket")
      .addStringOption((option) =>
        option
          .setName("question")
          .setDescription("What is it about?")
          .setRequired(true)
          .setAutocomplete(true),
      )
      .addUserOption((option) => option.setName("for").setDescription("For somebody else")),
  )
  .addSubcommand((sub) => sub.setName("mine").setDescription("My tickets"));

const menu: RESTPostAPIApplicationCommandsJSONBody = {
  name: "Make a ticket",
  type: ApplicationCommandType.Message,
};

test("registered commands can be called, with their options and resolved people", async () => {
  await using pair = await startPair();
  const { discord, client } = pair;
  const ann = discord.addUser({ name: "ann" });
  const ben = discord.addUser({ name: "ben" });
  const channel = discord.addTextChannel({ name: "support" });
  await client.application.commands.set([support.toJSON(), menu]);
  onInteraction(client, async (interaction) => {
    if (!interaction.isChatInputCommand()) return;
    const question = interaction.options.getString("question", true);
    const other = interaction.options.getUser("for")?.username ?? "nobody";
    await interaction.reply(`${interaction.options.getSubcommand()}: ${question} for ${other}`);
  });

  const answer = await discord.slash(ann.id, channel.id, "support", "new", { question: "How?", for: ben.id });

  expect(answer.original?.content).toBe("new: How? for ben");
  expect(discord.commands().map((command) => command["name"])).toStrictEqual(["support", "Make a ticket"]);
  await expect(discord.slash(ann.id, channel.id, "support", "old")).rejects.toThrow("no subcommand");
  await expect(discord.slash(ann.id, channel.id, "support", "new")).rejects.toThrow("required");
  await expect(discord.slash(ann.id, channel.id, "help")).rejects.toThrow("no command");
  expect(discord.errors).toStrictEqual([]);
});

test("options complete, in direct messages too", async () => {
  await using pair = await startPair();
  const { discord, client } = pair;
  const ann = discord.addUser({ name: "ann" });
  const dm = discord.dm(ann.id, "hi").channelId;
  await client.application.commands.set([support.toJSON()]);
  onInteraction(client, async (interaction) => {
    if (!interaction.isAutocomplete()) return;
    await interaction.respond([{ name: `${interaction.options.getFocused()}?`, value: "q1" }]);
  });

  const answer = await discord.autocomplete(ann.id, dm, "support", "new", { question: "lo" }, "question");

  expect(answer.data).toStrictEqual({ choices: [{ name: "lo?", value: "q1" }] });
});

test("a command in a message's menu brings the message along, with its content", async () => {
  await using pair = await startPair({ intents: { messageContent: false } }, { intents: [1] });
  const { discord, client } = pair;
  const ann = discord.addUser({ name: "ann" });
  const channel = discord.addTextChannel({ name: "support" });
  const message = discord.say(ann.id, channel.id, "It is broken");
  await client.application.commands.set([menu], discord.guildId);
  onInteraction(client, async (interaction) => {
    if (interaction.isMessageContextMenuCommand()) await interaction.reply(interaction.targetMessage.content);
  });

  const answer = await discord.messageMenu(ann.id, channel.id, message.id, "Make a ticket");

  expect(answer.original).toMatchObject({ content: "It is broken", type: 23 });
  expect(discord.errors).toStrictEqual([]);
});

test("a command for moderators is not offered to members", async () => {
  await using pair = await startPair();
  const { discord, client } = pair;
  const ann = discord.addUser({ name: "ann" });
  const mod = discord.addUser({ name: "mod", permissions: permissions.MANAGE_GUILD });
  const channel = discord.addTextChannel({ name: "support" });
  const setup = new SlashCommandBuilder().setName("setup").setDescription("Set up");
  await client.application.commands.set([
    setup.setDefaultMemberPermissions(PermissionFlagsBits.ManageGuild).toJSON(),
  ]);
  onInteraction(client, async (interaction) => {
    if (interaction.isRepliable()) await interaction.reply("ok");
  });

  await expect(discord.slash(ann.id, channel.id, "setup")).rejects.toThrow("may not use");
  expect((await discord.slash(mod.id, channel.id, "setup")).original?.content).toBe("ok");
});

test("commands are replaced as a whole, one by one, and deleted", async () => {
  await using pair = await startPair();
  const { discord, client } = pair;
  const { commands } = client.application;

  const first = await commands.create(support.toJSON());
  const again = await commands.create(support.toJSON());
  await commands.edit(first.id, { description: "Get help" });
  const names = (): unknown[] => discord.commands().map((command) => command["description"]);

  expect(again.id).toBe(first.id);
  expect(names()).toStrictEqual(["Get help"]);
  await commands.delete(first.id);
  expect(names()).toStrictEqual([]);
  expect(await refusal(commands.delete(first.id))).toBe("10063");
});

const named = { name: "a", description: "A" };
const option = { type: 3, name: "o", description: "O" };

test.each([
  ["capitals in a name", { ...named, name: "Ask" }],
  ["spaces in a name", { ...named, name: "ask me" }],
  ["a long name", { ...named, name: "a".repeat(33) }],
  ["no description", { name: "a" }],
  ["a long description", { ...named, description: "a".repeat(101) }],
  ["a menu command with a description", { ...named, type: 3 }],
  [
    "26 options",
    { ...named, options: Array.from({ length: 26 }, (_, at) => ({ ...option, name: `o${at}` })) },
  ],
  ["two options of one name", { ...named, options: [option, option] }],
  ["required after optional", { ...named, options: [option, { ...option, name: "p", required: true }] }],
  ["a subcommand beside an option", { ...named, options: [option, { ...option, type: 1, name: "s" }] }],
  [
    "choices with autocomplete",
    { ...named, options: [{ ...option, autocomplete: true, choices: [{ name: "x", value: "x" }] }] },
  ],
  [
    "26 choices",
    {
      ...named,
      options: [
        { ...option, choices: Array.from({ length: 26 }, (_, at) => ({ name: `${at}`, value: `${at}` })) },
      ],
    },
  ],
])("a command with %s is not registered", async (_, command) => {
  await using pair = await startPair();
  const { discord, client } = pair;
  const path = `/applications/${client.application.id}/commands` as const;

  expect(await refusal(client.rest.post(path, { body: command }))).toMatch(/^50035 /);
  expect(await refusal(client.rest.put(path, { body: [named, command] }))).toMatch(/^50035 /);
  expect(discord.commands()).toHaveLength(0);
});

function onInteraction(client: Client<true>, work: (interaction: Interaction) => Promise<void>): void {
  client.on(Events.InteractionCreate, (interaction) => {
    work(interaction).catch((cause: unknown) => client.emit(Events.Error, new Error("failed", { cause })));
  });
}
