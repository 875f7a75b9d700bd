import { checkDiscord, checkSlack } from "@firstline/bot";
import type { Check } from "@firstline/bot";
import type { Config } from "@firstline/core";
import { checkDatabase, connect, DatabaseError, schema } from "@firstline/db";
import { locateDatabase } from "../wire.ts";
import { checkGithub } from "./check-github.ts";
import { checkModels } from "./check-models.ts";

/** Looks at everything that has to be right and says what to do about what is not. Answers 1 when something is wrong. */
export async function runDoctor(config: Config, options: { json?: boolean }): Promise<number> {
  const storage = await checkStorage(config);
  const hasDatabase = storage[0]?.ok ?? false;
  const checks = [
    ...storage,
    ...(config.slack ? await checkSlack(config.slack) : []),
    ...(config.discord ? await checkDiscord(config.discord) : []),
    ...(await checkModels(config)),
    ...(config.github && hasDatabase ? await checkGithub(config) : []),
  ];
  if (options.json) console.log(JSON.stringify(checks, null, 2));
  else print(config, checks);
  return checks.every((check) => check.ok) ? 0 : 1;
}

async function checkStorage(config: Config): Promise<Check[]> {
  const name =
    config.databaseUrl === null ? `Embedded database in ${config.dataDir}` : "Database at DATABASE_URL";
  let place;
  try {
    place = await locateDatabase(config);
    await checkDatabase(place.url);
    return [
      { name: `${name}: reachable, pgvector, tables of this version`, ok: true, hint: null },
      await checkArticles(place.url),
    ];
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    return [{ name, ok: false, hint: error.message }];
  } finally {
    await place?.stop();
  }
}

async function checkArticles(url: string): Promise<Check> {
  const database = connect(url, { maxConnections: 1 });
  try {
    const count = await database.db.$count(schema.articles);
    const hint = count > 0 ? null : "Import some: npm run firstline -- import FOLDER";
    return { name: `Knowledge base: ${count} articles`, ok: count > 0, hint };
  } finally {
    await database.close();
  }
}

function print(config: Config, checks: Check[]): void {
  for (const check of checks) {
    console.log(`${check.ok ? "✓" : "✗"} ${check.name}`);
    if (check.hint) console.log(`    ${check.hint}`);
  }
  for (const [isSet, what] of [
    [config.slack, "Slack (SLACK_BOT_TOKEN)"],
    [config.discord, "Discord (DISCORD_BOT_TOKEN)"],
    [config.github, "GitHub (GITHUB_APP_ID or GITHUB_TOKEN)"],
  ] as const) {
    if (!isSet) console.log(`- ${what} is not configured`);
  }
  const wrong = checks.filter((check) => !check.ok).length;
  console.log(
    wrong === 0 ? "\nAll is well." : `\n${wrong} ${wrong === 1 ? "thing needs" : "things need"} attention.`,
  );
}
