import { UpstreamError } from "@firstline/core";
import { DiscordAPIError, HTTPError, RateLimitError } from "discord.js";

/** Discord's error codes that the bot acts on. */
export const CODES = {
  unknownChannel: 10_003,
  unknownMessage: 10_008,
  unknownMember: 10_007,
  unknownUser: 10_013,
  unknownEmoji: 10_014,
  unknownInteraction: 10_062,
  alreadyAcknowledged: 40_060,
  missingAccess: 50_001,
  cannotMessageUser: 50_007,
  nonTextChannel: 50_008,
  reactionBlocked: 90_001,
  missingPermissions: 50_013,
  wrongChannelType: 50_024,
  threadArchived: 50_083,
  threadExists: 160_004,
  threadLocked: 160_005,
  tooManyThreads: 160_006,
} as const;

const SENTENCES = new Map<number, string>([
  [CODES.unknownChannel, "The channel or thread is gone: it was deleted on Discord."],
  [CODES.unknownMessage, "The message is gone: it was deleted on Discord."],
  [
    CODES.missingAccess,
    "I cannot see the channel. Give my role View Channel and Read Message History there.",
  ],
  [
    CODES.missingPermissions,
    "I lack a permission in the channel. Run `doctor`: it lists which ones my role needs there.",
  ],
  [CODES.cannotMessageUser, "This person does not accept direct messages from the server's members."],
  [CODES.nonTextChannel, "Messages cannot be posted in this kind of channel."],
  [CODES.wrongChannelType, "This does not work in this kind of channel."],
  [
    CODES.threadArchived,
    "The thread is locked. Unlock it, or give my role Manage Threads, then answer there.",
  ],
  [CODES.threadLocked, "The thread is locked. Unlock it, or give my role Manage Threads, then answer there."],
]);

/** The code of Discord's error, null when it was none. */
function codeOf(error: unknown): number | null {
  const cause = error instanceof UpstreamError ? error.cause : error;
  return cause instanceof DiscordAPIError && typeof cause.code === "number" ? cause.code : null;
}

export const isCode = (error: unknown, ...codes: number[]): boolean => {
  const code = codeOf(error);
  return code !== null && codes.includes(code);
};

/** What was to be acted on is not there any more. */
export const isGone = (error: unknown): boolean =>
  isCode(error, CODES.unknownChannel, CODES.unknownMessage, CODES.nonTextChannel, CODES.wrongChannelType);

/** Sorts what a call threw into "later again" and "not without a person", with a sentence for agents. */
export function toUpstreamError(cause: unknown): UpstreamError {
  if (cause instanceof UpstreamError) return cause;
  if (cause instanceof RateLimitError) {
    const retryAfterSeconds = Math.max(1, Math.ceil(cause.retryAfter / 1000));
    return failure("Discord asks me to slow down.", { retryable: true, retryAfterSeconds, cause });
  }
  if (cause instanceof DiscordAPIError) return fromApiError(cause);
  // After a 401 discord.js forgets the token, and every later call fails before it is sent.
  if (cause instanceof Error && cause.message.startsWith("Expected token to be set"))
    return tokenRefused(cause);
  if (cause instanceof HTTPError) {
    const retryable = cause.status >= 500;
    const sentence = retryable ? "Discord has a problem" : "Discord refused the request";
    return failure(`${sentence} (HTTP ${cause.status}).`, { retryable, cause });
  }
  return failure("Discord cannot be reached.", { retryable: true, cause });
}

function fromApiError(cause: DiscordAPIError): UpstreamError {
  const code = typeof cause.code === "number" ? cause.code : 0;
  if (cause.status === 401) return tokenRefused(cause);
  if (code === CODES.tooManyThreads) {
    const sentence = "The server has the most active threads that Discord allows. Archive some.";
    return failure(sentence, { retryable: true, retryAfterSeconds: 300, cause });
  }
  const known = SENTENCES.get(code);
  return failure(known ?? `Discord refused the request (${cause.message}, code ${code}).`, {
    retryable: false,
    cause,
  });
}

function tokenRefused(cause: Error): UpstreamError {
  const sentence = "Discord no longer accepts the bot token. Set a new DISCORD_BOT_TOKEN and restart.";
  return failure(sentence, { retryable: false, lockedOut: true, cause });
}

function failure(message: string, options: ConstructorParameters<typeof UpstreamError>[2]): UpstreamError {
  return new UpstreamError("discord", message, options);
}
