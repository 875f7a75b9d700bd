import { readdirSync, readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { expect, test } from "vitest";
import { loadConfig } from "@firstline/core";

const example = readFileSync(new URL("../../.env.example", import.meta.url), "utf8");

/** What each group needs to be there, so that all of its settings are read. */
const SECRETS = {
  SLACK_BOT_TOKEN: "xoxb-1",
  SLACK_APP_TOKEN: "xapp-1",
  DISCORD_BOT_TOKEN: "token",
  ANTHROPIC_API_KEY: "sk-ant-1",
  OPENAI_API_KEY: "sk-1",
  GITHUB_TOKEN: "ghp_1",
};

/** `NAME=value` and `# NAME=value` alike; a sentence never starts like that. */
function settingsShown(): { name: string; value: string }[] {
  return [...example.matchAll(/^#? ?([A-Z][A-Z0-9_]*)=(.*)$/gmu)].map(([, name = "", value = ""]) => ({
    name,
    value,
  }));
}

function namesThatConfigReads(): string[] {
  const names = new Set<string>();
  const env = new Proxy<Record<string, string | undefined>>(SECRETS, {
    get(target, name) {
      names.add(String(name));
      return Reflect.get(target, name);
    },
  });
  loadConfig(env);
  return [...names].sort();
}

test(".env.example names exactly the settings that exist, each once", () => {
  const shown = settingsShown().map(({ name }) => name);

  expect(shown.sort()).toEqual(namesThatConfigReads());
});

test("a copy of .env.example changes nothing", () => {
  const active = parseEnv(example);

  expect(loadConfig(active)).toEqual(loadConfig({}));
});

test("the values in .env.example are the defaults", () => {
  const values = settingsShown().filter(({ value }) => value !== "");

  const env = Object.fromEntries(values.map(({ name, value }) => [name, value]));

  expect(loadConfig({ ...env, ...SECRETS })).toEqual(loadConfig(SECRETS));
});

test("every setting in .env.example has a comment directly above it", () => {
  const blocks = example.split(/\n{2,}/u).filter((block) => /^#? ?[A-Z][A-Z0-9_]*=/mu.test(block));

  const bare = blocks.filter((block) => block.split("\n").length < 2);

  expect(bare).toEqual([]);
});

test("the handbook explains every setting", () => {
  const folder = new URL("../../handbook/", import.meta.url);
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".md"),
  );

  const handbook = files.map((name) => readFileSync(new URL(name, folder), "utf8")).join("\n");

  expect(settingsShown().filter(({ name }) => !handbook.includes(`- \`${name}\`: `))).toEqual([]);
});
