/** What the app must be allowed to do. The manifest asks for exactly these, and the doctor compares. */
export const BOT_SCOPES: readonly string[] = [
  "app_mentions:read",
  "assistant:write",
  "channels:history",
  "channels:read",
  "chat:write",
  "chat:write.customize",
  "commands",
  "groups:history",
  "groups:read",
  "im:history",
  "im:write",
  "mpim:history",
  "reactions:write",
  "users:read",
  "users:read.email",
];

/** The events that the listeners handle, as the manifest names them. */
export const BOT_EVENTS: readonly string[] = [
  "app_home_opened",
  "app_mention",
  "app_uninstalled",
  "member_joined_channel",
  "message.channels",
  "message.groups",
  "message.im",
  "message.mpim",
  "tokens_revoked",
];

export const COMMAND = "/support";
export const MAKE_TICKET = "make_ticket";
export const REPORT_BUG = "report_bug";
export const NEW_TICKET = "new_ticket";
export const FEEDBACK = "/feedback";
export const MAKE_POST = "make_feature_request";

/** What an empty conversation with the app offers. */
export const PROMPTS = [
  { title: "Ask a question", message: "How do I get started?" },
  { title: "Report a problem", message: "Something is not working: " },
  { title: "Talk to a person", message: "I'd like to talk to a person." },
];
