import {
  ActionRowBuilder,
  ButtonBuilder,
  ButtonStyle,
  Events,
  LabelBuilder,
  MessageFlags,
  ModalBuilder,
  StringSelectMenuBuilder,
  TextInputBuilder,
  TextInputStyle,
} from "discord.js";
import type { Client, Interaction } from "discord.js";
import { expect, test } from "vitest";
import { refusal, sendable, startPair } from "./client.fixture.ts";
import type { Pair } from "./client.fixture.ts";

test("a click is answered, and the answer can be seen by one person only", async () => {
  await using pair = await startPair();
  const { discord, client } = pair;
  const { ann, support, card } = await postCard(pair);
  onInteraction(client, async (interaction) => {
    if (!interaction.isButton()) return;
    await interaction.reply({
      content: `Thanks, ${interaction.user.username}`,
      flags: MessageFlags.Ephemeral,
    });
  });

  const answer = await discord.click(ann, support, card, "solved");

  expect(answer).toMatchObject({ type: 4, isEphemeral: true, failure: null });
  expect(answer.original?.content).toBe("Thanks, ann");
  expect(discord.messages(support)).toHaveLength(1);
  expect(discord.ephemerals(ann).map((message) => message.content)).toStrictEqual(["Thanks, ann"]);
  await expect(discord.click(ann, support, card, "nothing")).rejects.toThrow("no component");
});

test("a deferred answer is filled in later, and follow-ups come after it", async () => {
  await using pair = await startPair();
  const { discord, client } = pair;
  const { ann, support, card } = await postCard(pair);
  onInteraction(client, async (interaction) => {
    if (!interaction.isButton()) return;
    await interaction.deferReply();
    await interaction.editReply("done");
    await interaction.followUp({ content: "and more", flags: MessageFlags.Ephemeral });
    await interaction.fetchReply();
    await interaction.deleteReply();
  });

  const answer = await discord.click(ann, support, card, "solved");
  const thinking = answer.original?.flags;
  await discord.settled(answer);
  await discord.waitFor(() => answer.followUps.length === 1 && discord.messages(support).length === 1);

  expect(answer.isDeferred).toBe(true);
  expect(thinking).toBe(128);
  expect(answer.followUps[0]).toMatchObject({ content: "and more", ephemeralFor: ann });
  expect(discord.errors).toStrictEqual([]);
});

test("a follow-up to a deferred answer takes its place", async () => {
  await using pair = await startPair();
  const { discord, client } = pair;
  const { ann, support, card } = await postCard(pair);
  onInteraction(client, async (interaction) => {
    if (!interaction.isButton()) return;
    await interaction.deferReply({ flags: MessageFlags.Ephemeral });
    await interaction.followUp("meant for all");
  });

  const answer = await discord.click(ann, support, card, "solved");
  await discord.settled(answer);

  expect(answer.original?.content).toBe("meant for all");
  expect(answer.isEphemeral).toBe(true);
  expect(answer.followUps).toHaveLength(0);
});

test("a component can change its own message, and a disabled one cannot be used", async () => {
  await using pair = await startPair();
  const { discord, client } = pair;
  const { ann, support, card } = await postCard(pair);
  onInteraction(client, async (interaction) => {
    if (!interaction.isButton()) return;
    const button = new ButtonBuilder().setCustomId("solved").setLabel("Solved").setStyle(ButtonStyle.Success);
    const row = new ActionRowBuilder<ButtonBuilder>().addComponents(button.setDisabled(true));
    await interaction.update({ content: "closed", components: [row] });
  });

  const answer = await discord.click(ann, support, card, "solved");

  expect(answer.type).toBe(7);
  expect(discord.message(support, card).content).toBe("closed");
  await expect(discord.click(ann, support, card, "solved")).rejects.toThrow("disabled");
});

test("a select and a modal carry what the person chose and typed", async () => {
  await using pair = await startPair();
  const { discord, client } = pair;
  const { ann, support, card } = await postCard(pair);
  onInteraction(client, async (interaction) => {
    if (interaction.isStringSelectMenu())
      await interaction.showModal(reasonModal(interaction.values[0] ?? ""));
    if (interaction.isModalSubmit()) {
      const text = interaction.fields.getTextInputValue("reason");
      await interaction.reply(`${interaction.customId}: ${text}`);
    }
  });

  const opened = await discord.select(ann, support, card, "rating", ["5"]);
  await expect(discord.submitModal(ann, "rated:5", {})).rejects.toThrow("required");
  const sent = await discord.submitModal(ann, "rated:5", { reason: "quick" });

  expect(opened.type).toBe(9);
  expect(sent.original?.content).toBe("rated:5: quick");
  await expect(discord.submitModal(ann, "rated:5", { reason: "twice" })).rejects.toThrow("No modal");
  await expect(discord.select(ann, support, card, "rating", ["9"])).rejects.toThrow("not an option");
  expect(discord.errors).toStrictEqual([]);
});

test("three seconds without an answer fail the interaction, and a late one gets 10062", async () => {
  await using pair = await startPair();
  const { discord, client } = pair;
  const { ann, support, card } = await postCard(pair);
  let late: Interaction | null = null;
  onInteraction(client, async (interaction) => {
    late = interaction;
    await Promise.resolve();
  });

  const answer = await discord.click(ann, support, card, "solved");

  expect(answer.failure).toContain("did not respond");
  expect(discord.errors.at(-1)).toMatchObject({ where: "interaction", code: 10062 });
  const interaction: Interaction | null = late;
  expect(await refusal(replyTo(interaction))).toBe("10062");
});

test("a second first answer gets 40060, and wrong kinds of answers 50035", async () => {
  await using pair = await startPair();
  const { discord, client } = pair;
  const { ann, support, card } = await postCard(pair);
  const codes: string[] = [];
  onInteraction(client, async (interaction) => {
    const path = `/interactions/${interaction.id}/${interaction.token}/callback` as const;
    const send = async (body: object): Promise<string> =>
      refusal(client.rest.post(path, { body, auth: false }));
    codes.push(await send({ type: 8, data: { choices: [] } }));
    codes.push(await send({ type: 4, data: { content: "" } }));
    codes.push(
      await refusal(
        client.rest.patch(`/webhooks/${client.user.id}/${interaction.token}/messages/@original`, {
          body: { content: "x" },
        }),
      ),
    );
    codes.push(await send({ type: 4, data: { content: "first" } }));
    codes.push(await send({ type: 4, data: { content: "second" } }));
  });

  await discord.click(ann, support, card, "solved");
  await discord.waitFor(() => codes.length === 5);

  expect(codes).toStrictEqual(["50035 BASE_TYPE_CHOICES", "50006", "10015", "accepted", "40060"]);
});

test("modals are held to their limits", async () => {
  await using pair = await startPair();
  const { discord, client } = pair;
  const { ann, support, card } = await postCard(pair);
  const codes: string[] = [];
  onInteraction(client, async (interaction) => {
    const path = `/interactions/${interaction.id}/${interaction.token}/callback` as const;
    const open = async (data: object): Promise<string> =>
      refusal(client.rest.post(path, { body: { type: 9, data }, auth: false }));
    const input = { type: 4, custom_id: "a", style: 1, label: "A" };
    const row = { type: 1, components: [input] };
    codes.push(await open({ custom_id: "m", title: "x".repeat(46), components: [row] }));
    codes.push(await open({ custom_id: "m", title: "T", components: [] }));
    codes.push(await open({ custom_id: "m", title: "T", components: [row, row] }));
    codes.push(
      await open({
        custom_id: "m",
        title: "T",
        components: [{ type: 1, components: [{ ...input, label: "x".repeat(46) }] }],
      }),
    );
    codes.push(
      await open({
        custom_id: "m",
        title: "T",
        components: Array.from({ length: 6 }, (_, index) => ({
          type: 1,
          components: [{ ...input, custom_id: `a${index}` }],
        })),
      }),
    );
    codes.push(await open({ custom_id: "m", title: "T", components: [row] }));
  });

  await discord.click(ann, support, card, "solved");
  await discord.waitFor(() => codes.length === 6);

  expect(codes.map((code) => code.split(" ")[0])).toStrictEqual([
    "50035",
    "50035",
    "50035",
    "50035",
    "50035",
    "accepted",
  ]);
});

function onInteraction(client: Client<true>, work: (interaction: Interaction) => Promise<void>): void {
  client.on(Events.InteractionCreate, (interaction) => {
    work(interaction).catch((cause: unknown) => client.emit(Events.Error, asError(cause)));
  });
}

function asError(cause: unknown): Error {
  return cause instanceof Error ? cause : new Error(String(cause));
}

async function replyTo(interaction: Interaction | null): Promise<unknown> {
  if (!interaction?.isRepliable()) throw new Error("nothing to reply to");
  return interaction.reply("sorry, late");
}

function reasonModal(rating: string): ModalBuilder {
  const input = new TextInputBuilder().setCustomId("reason").setStyle(TextInputStyle.Paragraph);
  const label = new LabelBuilder().setLabel("Why?").setTextInputComponent(input);
  return new ModalBuilder().setCustomId(`rated:${rating}`).setTitle("Rating").addLabelComponents(label);
}

/** A message of the bot with a button "solved" and a select "rating". */
async function postCard({ discord, client }: Pair): Promise<{ ann: string; support: string; card: string }> {
  const ann = discord.addUser({ name: "ann" });
  const support = discord.addTextChannel({ name: "support" });
  const solved = new ButtonBuilder().setCustomId("solved").setLabel("Solved").setStyle(ButtonStyle.Success);
  const rating = new StringSelectMenuBuilder()
    .setCustomId("rating")
    .addOptions(["1", "5"].map((value) => ({ label: value, value })));
  const card = await (
    await sendable(client, support.id)
  ).send({
    content: "Solved?",
    components: [
      new ActionRowBuilder<ButtonBuilder>().addComponents(solved),
      new ActionRowBuilder<StringSelectMenuBuilder>().addComponents(rating),
    ],
  });
  return { ann: ann.id, support: support.id, card: card.id };
}
