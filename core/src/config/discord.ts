import type { EnvReader } from "./env-reader.ts";

export type DiscordConfig = {
  token: string;
  apiUrl: string;
  supportChannels: string[];
  agentChannel: string | null;
};

export function readDiscord(read: EnvReader): DiscordConfig | null {
  if (!read.group("DISCORD_BOT_TOKEN", ["DISCORD_SUPPORT_CHANNELS", "DISCORD_AGENT_CHANNEL"])) return null;
  return {
    token: read.text("DISCORD_BOT_TOKEN") ?? "",
    apiUrl: read.url("DISCORD_API_URL", "https://discord.com/api"),
    supportChannels: read.list("DISCORD_SUPPORT_CHANNELS"),
    agentChannel: read.text("DISCORD_AGENT_CHANNEL"),
  };
}
