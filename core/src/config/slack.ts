import type { EnvReader } from "./env-reader.ts";

export type SlackConfig = {
  botToken: string;
  /** Socket Mode when there is an app token, else HTTP with the signing secret. */
  connection: { mode: "socket"; appToken: string } | { mode: "http"; signingSecret: string; port: number };
  apiUrl: string;
  supportChannels: string[];
  agentChannel: string | null;
};

export function readSlack(read: EnvReader): SlackConfig | null {
  const others = ["SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_SUPPORT_CHANNELS", "SLACK_AGENT_CHANNEL"];
  if (!read.group("SLACK_BOT_TOKEN", others)) return null;
  const appToken = read.text("SLACK_APP_TOKEN");
  const signingSecret = read.text("SLACK_SIGNING_SECRET");
  if (appToken === null && signingSecret === null) {
    read.problems.push(
      "SLACK_BOT_TOKEN is set, but neither SLACK_APP_TOKEN (Socket Mode) nor SLACK_SIGNING_SECRET (HTTP) is.",
    );
  }
  const port = read.integer("SLACK_PORT", 3001, { min: 0, max: 65_535 });
  return {
    botToken: read.text("SLACK_BOT_TOKEN") ?? "",
    connection: appToken
      ? { mode: "socket", appToken }
      : { mode: "http", signingSecret: signingSecret ?? "", port },
    apiUrl: read.url("SLACK_API_URL", "https://slack.com/api/"),
    supportChannels: read.list("SLACK_SUPPORT_CHANNELS"),
    agentChannel: read.text("SLACK_AGENT_CHANNEL"),
  };
}
