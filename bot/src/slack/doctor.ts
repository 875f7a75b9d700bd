import type { Log, SlackConfig } from "@firstline/core";
import type { WebClient } from "@slack/web-api";
import type { Check } from "../check.ts";
import { findChannel, notMember, notVisible } from "./channels.ts";
import { createSlackClient } from "./client.ts";
import { toUpstreamError } from "./errors.ts";
import { BOT_SCOPES } from "./scopes.ts";

const good = (name: string): Check => ({ name, ok: true, hint: null });
const bad = (name: string, hint: string): Check => ({ name, ok: false, hint });

/** Looks at everything that Slack support needs; each failing check says what to do. Never throws. */
export async function checkSlack(config: SlackConfig): Promise<Check[]> {
  const client = createSlackClient(config, config.botToken, SILENT);
  const scopes = await readScopes(client);
  if ("hint" in scopes) return [scopes];
  return [
    good("Slack bot token"),
    checkScopes(scopes.granted),
    ...(await checkConnection(config)),
    ...(await checkChannels(client, config)),
  ];
}

async function readScopes(client: WebClient): Promise<{ granted: ReadonlySet<string> } | Check> {
  try {
    const auth = await client.auth.test();
    return { granted: new Set(auth.response_metadata?.scopes ?? []) };
  } catch (error) {
    return bad("Slack bot token", toUpstreamError(error).message);
  }
}

function checkScopes(granted: ReadonlySet<string>): Check {
  const missing = BOT_SCOPES.filter((scope) => !granted.has(scope));
  if (missing.length === 0) return good("Slack scopes");
  const hint = `Add under OAuth & Permissions and install the app again: ${missing.join(", ")}`;
  return bad("Slack scopes", hint);
}

/** The signing secret of HTTP mode can only be proven by a request from Slack. */
async function checkConnection(config: SlackConfig): Promise<Check[]> {
  if (config.connection.mode === "http") return [];
  const name = "Slack app token (Socket Mode)";
  try {
    await createSlackClient(config, config.connection.appToken, SILENT).apps.connections.open({});
    return [good(name)];
  } catch (error) {
    const { retryable, message } = toUpstreamError(error);
    const advice =
      "Make an app-level token with the scope connections:write under Basic Information, and turn Socket Mode on.";
    return [bad(name, retryable ? message : advice)];
  }
}

async function checkChannels(client: WebClient, config: SlackConfig): Promise<Check[]> {
  if (config.supportChannels.length === 0 && config.agentChannel === null) {
    return [bad("Slack channels", "Name the channels in SLACK_SUPPORT_CHANNELS and SLACK_AGENT_CHANNEL.")];
  }
  const checks: Check[] = [];
  for (const channel of config.supportChannels) checks.push(await checkChannel(client, channel, "support"));
  if (config.agentChannel !== null) checks.push(await checkChannel(client, config.agentChannel, "agents"));
  return checks;
}

async function checkChannel(client: WebClient, channel: string, role: "support" | "agents"): Promise<Check> {
  const name = `Slack ${role === "support" ? "support" : "agent"} channel ${channel}`;
  try {
    const found = await findChannel(client, channel);
    if (!found) return bad(name, notVisible(channel));
    if (!found.isMember) return bad(name, notMember(channel));
    if (role === "agents" && !found.isPrivate) {
      return bad(
        name,
        `Everybody can read ${channel}. Make it private: agents see what members wrote in confidence.`,
      );
    }
    return good(name);
  } catch (error) {
    return bad(name, toUpstreamError(error).message);
  }
}

/** The doctor's answer is the checks. */
const SILENT: Log = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  child: () => SILENT,
};
