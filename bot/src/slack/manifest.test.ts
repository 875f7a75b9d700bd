import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { BOT_EVENTS, BOT_SCOPES, COMMAND, MAKE_TICKET, NEW_TICKET, PROMPTS, REPORT_BUG } from "./scopes.ts";

const file = new URL("../../slack-manifest.yaml", import.meta.url);
const manifest: unknown = parse(readFileSync(file, "utf8"));

test("the manifest asks for exactly the scopes and events that the code uses", () => {
  expect(manifest).toMatchObject({
    oauth_config: { scopes: { bot: BOT_SCOPES } },
    settings: {
      event_subscriptions: { bot_events: BOT_EVENTS },
      interactivity: { is_enabled: true },
      socket_mode_enabled: true,
    },
  });
});

test("the manifest knows the command and the shortcuts that the listeners answer", () => {
  expect(manifest).toMatchObject({
    features: {
      slash_commands: [{ command: COMMAND }],
      shortcuts: [
        { callback_id: MAKE_TICKET, type: "message" },
        { callback_id: REPORT_BUG, type: "message" },
        { callback_id: NEW_TICKET, type: "global" },
      ],
      agent_view: { suggested_prompts: PROMPTS },
      app_home: { home_tab_enabled: true, messages_tab_enabled: true },
    },
  });
});
