import { UpstreamError } from "@firstline/core";
import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from "@slack/web-api";

/** What a call was about, for sentences that tell people where to look. */
export type CallPlace = { channelId?: string };

const TEMPORARY = new Set([
  "accesslimited",
  "fatal_error",
  "internal_error",
  "message_limit_exceeded",
  "ratelimited",
  "rate_limited",
  "request_timeout",
  "service_unavailable",
  "team_added_to_org",
]);

const TOKEN =
  "Slack no longer accepts SLACK_BOT_TOKEN. Install the app again and put the new token in place.";

/** Sentences for the people who can mend it. `#` stands for the channel. */
const ADVICE: Readonly<Record<string, string>> = {
  account_inactive: TOKEN,
  invalid_auth: TOKEN,
  not_authed: TOKEN,
  token_expired: TOKEN,
  token_revoked: TOKEN,
  not_allowed_token_type:
    "Slack wants another kind of token: SLACK_BOT_TOKEN starts with xoxb-, SLACK_APP_TOKEN with xapp-.",
  channel_not_found: "I can't see # in Slack. Invite the bot there with /invite, or name another channel.",
  not_in_channel: "I'm not in #. Invite the bot there with /invite.",
  is_archived: "# is archived in Slack. Unarchive it, or name another channel.",
  restricted_action:
    "This workspace does not let the bot post in #. Ask an admin of the workspace to allow it.",
  restricted_action_read_only_channel: "# is read-only. Allow the bot to post there.",
  restricted_action_thread_only_channel: "# takes replies in threads only.",
  restricted_action_thread_locked: "The thread in # is locked.",
  thread_not_found: "The thread in # no longer exists.",
  message_not_found: "The message in # no longer exists.",
  cannot_reply_to_message: "Slack allows no replies to that message in #.",
  cant_update_message: "The message in # is not the bot's own, so it can't be changed.",
  edit_window_closed: "This workspace no longer lets the message in # be changed.",
  messages_tab_disabled: "The app's Messages tab is off. Turn it on under App Home in the app's settings.",
  user_not_found: "That person is not in this Slack workspace.",
  cannot_dm_bot: "Bots can't be written to.",
  user_disabled: "That person's account is deactivated.",
  msg_too_long: "The message is too long for Slack.",
  msg_blocks_too_long: "The message is too long for Slack.",
  org_login_required:
    "The workspace is being moved to another Slack organization. Try again when that is done.",
};

/** The code that Slack's Web API answered, or null for any other failure. */
export function slackCode(error: unknown): string | null {
  return error instanceof WebAPIPlatformError ? error.data.error : null;
}

/** What went wrong in Slack, as a sentence for people and the promise whether another try makes sense. */
export function toUpstreamError(error: unknown, place: CallPlace = {}): UpstreamError {
  if (error instanceof UpstreamError) return error;
  if (error instanceof WebAPIRateLimitedError) {
    const retryAfterSeconds = error.retryAfter;
    return upstream("Slack asks us to slow down.", { retryable: true, retryAfterSeconds, cause: error });
  }
  if (error instanceof WebAPIPlatformError) return fromPlatform(error, place);
  if (error instanceof WebAPIHTTPError) {
    const retryable = error.statusCode >= 500 || error.statusCode === 408;
    return upstream(`Slack answered with status ${error.statusCode}.`, { retryable, cause: error });
  }
  if (error instanceof WebAPIRequestError) {
    return upstream("Slack could not be reached.", { retryable: true, cause: error });
  }
  return upstream("The call to Slack failed.", { retryable: true, cause: error });
}

/** The client takes what is no JSON, such as a proxy's page or a body that broke off, for the code of an error. */
const CODE = /^[a-z\d_.:-]{1,100}$/iu;

function fromPlatform(error: WebAPIPlatformError, place: CallPlace): UpstreamError {
  const code = error.data.error;
  if (!CODE.test(code))
    return upstream("Slack gave no answer of its own.", { retryable: true, cause: error });
  if (TEMPORARY.has(code)) return upstream("Slack is busy.", { retryable: true, cause: error });
  if (code === "missing_scope") return upstream(missingScope(error), { retryable: false, cause: error });
  const channel = place.channelId ? `<#${place.channelId}>` : "the channel";
  const advice = ADVICE[code]?.replace("#", channel) ?? `Slack refused the call (${code}).`;
  return upstream(advice, { retryable: false, lockedOut: ADVICE[code] === TOKEN, cause: error });
}

function missingScope({ data }: WebAPIPlatformError): string {
  const needed = "needed" in data && typeof data.needed === "string" ? data.needed : "one of its scopes";
  return `The Slack app lacks the scope ${needed}. Add it under OAuth & Permissions and install the app again.`;
}

function upstream(message: string, options: ConstructorParameters<typeof UpstreamError>[2]): UpstreamError {
  return new UpstreamError("slack", message, options);
}
