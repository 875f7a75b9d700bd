/** The scopes and events of an app made for support work; a test narrows them to see what a lean install does. */
export const DEFAULT_SCOPES: readonly string[] = [
  "app_mentions:read",
  "assistant:write",
  "channels:history",
  "channels:join",
  "channels:read",
  "chat:write",
  "chat:write.customize",
  "commands",
  "files:read",
  "groups:history",
  "groups:read",
  "im:history",
  "im:read",
  "im:write",
  "mpim:history",
  "mpim:read",
  "reactions:read",
  "reactions:write",
  "team:read",
  "users:read",
  "users:read.email",
];

const DEFAULT_SUBSCRIPTIONS: readonly string[] = [
  "agent_session_stopped",
  "app_home_opened",
  "app_mention",
  "app_uninstalled",
  "channel_archive",
  "member_joined_channel",
  "message.channels",
  "message.groups",
  "message.im",
  "message.mpim",
  "reaction_added",
  "reaction_removed",
  "tokens_revoked",
];

export interface SlackOptions {
  mode?: "socket" | "http";
  /** HTTP mode: where events, interactions and commands are posted. May be set later with `setRequestUrl`. */
  requestUrl?: string;
  port?: number;
  scopes?: readonly string[];
  /** Event subscriptions as the manifest names them, for example `message.channels`. */
  subscriptions?: readonly string[];
  /** Real Slack: 3,000 ms. */
  ackTimeoutMs?: number;
  /**
   * Waits before each redelivery. Real Slack tries three times too, but at once, after a minute and after five:
   * too slow for tests, so the default is a few seconds.
   */
  retryDelaysMs?: readonly number[];
  /** Real Slack: 3,000 ms. */
  triggerLifetimeMs?: number;
  /** Real Slack: 30 minutes. */
  responseUrlLifetimeMs?: number;
  /** Real Slack ends a streamed message after about five minutes. */
  streamLifetimeMs?: number;
  /** Real Slack pings a socket every few seconds; the client hangs up after 30 s of silence. */
  pingIntervalMs?: number;
  /** At most one post a second in a channel, with short bursts, as the real chat.postMessage. Off by default. */
  limitsPosts?: boolean;
}

export type Settings = Required<Omit<SlackOptions, "requestUrl" | "port">>;

export function toSettings(options: SlackOptions): Settings {
  return {
    mode: options.mode ?? "socket",
    scopes: options.scopes ?? DEFAULT_SCOPES,
    subscriptions: options.subscriptions ?? DEFAULT_SUBSCRIPTIONS,
    ackTimeoutMs: options.ackTimeoutMs ?? 3_000,
    retryDelaysMs: options.retryDelaysMs ?? [200, 1_000, 5_000],
    triggerLifetimeMs: options.triggerLifetimeMs ?? 3_000,
    responseUrlLifetimeMs: options.responseUrlLifetimeMs ?? 30 * 60_000,
    streamLifetimeMs: options.streamLifetimeMs ?? 5 * 60_000,
    pingIntervalMs: options.pingIntervalMs ?? 5_000,
    limitsPosts: options.limitsPosts ?? false,
  };
}
