import { randomUUID } from "node:crypto";
import { AppError, cleanText, UpstreamError } from "@firstline/core";
import type { Log, Reply } from "@firstline/core";
import type { InteractionEditReplyOptions, RepliableInteraction } from "discord.js";
import { MessageFlags } from "discord.js";
import { CODES, isCode } from "./errors.ts";
import { LIMITS } from "./limits.ts";
import { cutMarkdown } from "./markdown.ts";
import { NO_MENTIONS, renderReply } from "./render.ts";

/**
 * Answers somebody's click or command, seen by them alone: acknowledged at once, then what `work` gives.
 * The border for errors: what a person can act on is said, anything else gets a reference that the log has too. A form is
 * gone once it is sent, so whoever `wrote` something in it gets that back when it comes to nothing.
 */
export async function answer(
  log: Log,
  interaction: RepliableInteraction,
  work: () => Promise<string | Reply>,
  wrote = "",
): Promise<void> {
  const defer = () => interaction.deferReply({ flags: MessageFlags.Ephemeral });
  if (!(await acknowledge(log, interaction, defer))) return;
  const said = await saidBy(log, interaction, { work, wrote });
  try {
    await interaction.editReply(toAnswer(said));
  } catch (error) {
    log.warn({ interactionId: interaction.id, error }, "the answer to an interaction was not shown");
  }
}

/** Takes an interaction on. False when it was delivered twice or too late: the person sees that and clicks again. */
export async function acknowledge(
  log: Log,
  interaction: { id: string },
  how: () => Promise<unknown>,
): Promise<boolean> {
  try {
    await how();
    return true;
  } catch (error) {
    const isRepeat = isCode(error, CODES.alreadyAcknowledged, CODES.unknownInteraction);
    const where = { interactionId: interaction.id, error };
    log[isRepeat ? "info" : "warn"](where, "an interaction was not acknowledged");
    return false;
  }
}

function toAnswer(said: string | Reply): InteractionEditReplyOptions {
  if (typeof said !== "string") {
    const { flags, components } = renderReply(said);
    return { flags, components, allowedMentions: NO_MENTIONS };
  }
  const content = cutMarkdown(said, LIMITS.content) || "Done.";
  return { content, allowedMentions: NO_MENTIONS };
}

async function saidBy(
  log: Log,
  interaction: RepliableInteraction,
  { work, wrote }: { work: () => Promise<string | Reply>; wrote: string },
): Promise<string | Reply> {
  try {
    return await work();
  } catch (error) {
    const sentence = sentenceFor(log, interaction, error);
    return cleanText(wrote) === ""
      ? sentence
      : { markdown: `${sentence}\n\n**What you wrote:**\n\n${wrote}` };
  }
}

function sentenceFor(log: Log, interaction: RepliableInteraction, error: unknown): string {
  const isForPeople = error instanceof AppError && !(error instanceof UpstreamError);
  if (isForPeople) return error.message;
  const reference = randomUUID().slice(0, 8);
  log.error({ reference, interactionId: interaction.id, error }, "an interaction failed");
  return `Something went wrong. Please try again; if it stays, tell an agent this reference: ${reference}`;
}
