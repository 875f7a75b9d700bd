import type { JsonObject } from "./json.ts";

/** An answer that Discord gives instead of doing what was asked. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: number;
  readonly errors: JsonObject | null;
  readonly retryAfter: number | null;

  constructor(
    status: number,
    code: number,
    message: string,
    more: { errors?: JsonObject; retryAfter?: number } = {},
  ) {
    super(message);
    this.name = "ApiError";
    this.status = status;
    this.code = code;
    this.errors = more.errors ?? null;
    this.retryAfter = more.retryAfter ?? null;
  }

  toBody(): JsonObject {
    const body: JsonObject = { message: this.message, code: this.code };
    if (this.errors) body["errors"] = this.errors;
    return body;
  }
}

/** Status, code and words as Discord documents them, by name. */
const catalog = {
  unauthorized: [401, 0, "401: Unauthorized"],
  routeNotFound: [404, 0, "404: Not Found"],
  methodNotAllowed: [405, 0, "405: Method Not Allowed"],
  unknownApplication: [404, 10002, "Unknown Application"],
  unknownChannel: [404, 10003, "Unknown Channel"],
  unknownGuild: [404, 10004, "Unknown Guild"],
  unknownMember: [404, 10007, "Unknown Member"],
  unknownMessage: [404, 10008, "Unknown Message"],
  unknownOverwrite: [404, 10009, "Unknown permission overwrite"],
  unknownRole: [404, 10011, "Unknown Role"],
  unknownUser: [404, 10013, "Unknown User"],
  unknownEmoji: [400, 10014, "Unknown Emoji"],
  unknownWebhook: [404, 10015, "Unknown Webhook"],
  unknownInteraction: [404, 10062, "Unknown interaction"],
  unknownCommand: [404, 10063, "Unknown application command"],
  maxPins: [400, 30003, "Maximum number of pins reached for the channel (250)"],
  maxReactions: [400, 30010, "Maximum number of reactions reached (20)"],
  maxWebhooks: [400, 30007, "Maximum number of webhooks reached (15)"],
  maxCommands: [400, 30032, "Maximum number of application commands reached (100)"],
  requestTooLarge: [413, 40005, "Request entity too large"],
  alreadyAcknowledged: [400, 40060, "Interaction has already been acknowledged."],
  tagRequired: [400, 40067, "A tag is required to create a forum post in this channel"],
  networkError: [403, 40333, "internal network error"],
  missingAccess: [403, 50001, "Missing Access"],
  notInDm: [403, 50003, "Cannot execute action on a DM channel"],
  notAuthor: [403, 50005, "Cannot edit a message authored by another user"],
  emptyMessage: [400, 50006, "Cannot send an empty message"],
  cannotMessageUser: [403, 50007, "Cannot send messages to this user"],
  nonTextChannel: [400, 50008, "Cannot send messages in a non-text channel"],
  missingPermissions: [403, 50013, "Missing Permissions"],
  cannotPinThere: [403, 50019, "A message can only be pinned in the channel it was sent in"],
  systemMessage: [403, 50021, "Cannot execute action on a system message"],
  wrongChannelType: [400, 50024, "Cannot execute action on this channel type"],
  invalidWebhookToken: [401, 50027, "Invalid Webhook Token"],
  invalidRecipients: [400, 50033, "Invalid Recipient(s)"],
  invalidVersion: [400, 50041, "Invalid API version provided"],
  invalidMessageType: [400, 50068, "Invalid message type"],
  threadArchived: [400, 50083, "Thread is archived"],
  invalidJson: [400, 50109, "The request body contains invalid JSON."],
  ownerOnlyFile: [400, 50046, "Invalid file uploaded"],
  replyWithoutHistory: [400, 160002, "You cannot reply without permission to read message history"],
  threadExists: [400, 160004, "A thread has already been created for this message"],
  threadLocked: [400, 160005, "This thread is locked"],
  maxActiveThreads: [400, 160006, "Maximum number of active threads reached"],
} as const satisfies Record<string, readonly [number, number, string]>;

export function refuse(name: keyof typeof catalog): ApiError {
  const [status, code, message] = catalog[name];
  return new ApiError(status, code, message);
}
