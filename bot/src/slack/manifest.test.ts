import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { LIMITS } from "./limits.ts";
import {
  BOT_EVENTS,
  BOT_SCOPES,
  COMMAND,
  FEEDBACK,
  MAKE_POST,
  MAKE_TICKET,
  NEW_TICKET,
  PROMPTS,
  REPORT_BUG,
} from "./scopes.ts";

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
      slash_commands: [{ command: COMMAND }, { command: FEEDBACK }],
      shortcuts: [
        { callback_id: MAKE_TICKET, type: "message" },
        { callback_id: REPORT_BUG, type: "message" },
        { callback_id: MAKE_POST, type: "message" },
        { callback_id: NEW_TICKET, type: "global" },
      ],
      agent_view: { suggested_prompts: PROMPTS },
      app_home: { home_tab_enabled: true, messages_tab_enabled: true },
    },
  });
});

test("names of shortcuts and hints of commands are as short as Slack wants them", () => {
  const text = readFileSync(file, "utf8");
  const names = [...text.matchAll(/- name: (?<name>.*)\n\s+type:/gu)].map(
    (match) => match.groups?.["name"] ?? "",
  );

  expect(names).toHaveLength(4);
  for (const name of names) expect(name.length).toBeLessThanOrEqual(LIMITS.shortcutName);
});
