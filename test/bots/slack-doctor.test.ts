import { checkSlack } from "@firstline/bot/slack";
import type { SlackConfig } from "@firstline/core";
import { afterEach, expect, test } from "vitest";
import { DEFAULT_SCOPES, startSlack } from "../standins/slack/index.ts";
import type { SlackOptions, SlackStandin } from "../standins/slack/index.ts";

const standins: SlackStandin[] = [];
afterEach(async () => {
  await Promise.all(standins.splice(0).map((slack) => slack.stop()));
});

async function aSlack(
  options: SlackOptions = {},
  changes: Partial<SlackConfig> = {},
): Promise<{ slack: SlackStandin; config: SlackConfig }> {
  const slack = await startSlack(options);
  standins.push(slack);
  slack.addUser({ name: "ada" });
  slack.addChannel({ name: "support" });
  slack.addChannel({ name: "agents", isPrivate: true });
  const config: SlackConfig = {
    botToken: slack.botToken,
    connection: { mode: "socket", appToken: slack.appToken },
    apiUrl: slack.apiUrl,
    supportChannels: ["support"],
    agentChannel: "#agents",
    ...changes,
  };
  return { slack, config };
}

test("all is well with a Slack that is set up as the manifest says", async () => {
  const { config } = await aSlack();

  const checks = await checkSlack(config);

  expect(checks.map(({ name }) => name)).toEqual([
    "Slack bot token",
    "Slack scopes",
    "Slack app token (Socket Mode)",
    "Slack support channel support",
    "Slack agent channel #agents",
  ]);
  expect(checks.filter(({ ok, hint }) => !ok || hint !== null)).toEqual([]);
});

test("a refused token is the only thing said", async () => {
  const { config } = await aSlack({}, { botToken: "xoxb-wrong" });

  expect(await checkSlack(config)).toEqual([
    { name: "Slack bot token", ok: false, hint: expect.stringContaining("Install the app again") },
  ]);
});

test("missing scopes are named", async () => {
  const scopes = DEFAULT_SCOPES.filter((scope) => !["reactions:write", "users:read.email"].includes(scope));
  const { config } = await aSlack({ scopes });

  const checks = await checkSlack(config);

  expect(checks.find(({ name }) => name === "Slack scopes")?.hint).toContain(
    "reactions:write, users:read.email",
  );
});

test("a wrong app token says where to make one", async () => {
  const { config } = await aSlack({}, { connection: { mode: "socket", appToken: "xapp-wrong" } });

  const checks = await checkSlack(config);

  expect(checks.find(({ name }) => name.includes("app token"))?.hint).toContain("connections:write");
});

test("channels that are missing, not joined or public for agents are each told apart", async () => {
  const { slack, config } = await aSlack({}, { supportChannels: ["nowhere", "quiet"], agentChannel: "open" });
  slack.addChannel({ name: "quiet", botIsMember: false });
  slack.addChannel({ name: "open" });

  const checks = await checkSlack(config);

  expect(checks.slice(3).map(({ hint }) => hint)).toEqual([
    expect.stringContaining("shows no channel nowhere"),
    expect.stringContaining("not in the Slack channel quiet"),
    expect.stringContaining("Make it private"),
  ]);
});

test("no channels at all is worth a word", async () => {
  const { config } = await aSlack({}, { supportChannels: [], agentChannel: null });

  expect((await checkSlack(config)).at(-1)?.hint).toContain("SLACK_SUPPORT_CHANNELS");
});
