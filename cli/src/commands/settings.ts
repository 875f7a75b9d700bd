import {
  ensureWorkspace,
  getChannelSettings,
  getSettings,
  InvalidError,
  updateChannelSettings,
  updateSettings,
} from "@firstline/core";
import type { ChannelRef, Config, Ctx, SettingsChange, WorkspaceSettings } from "@firstline/core";
import { createLog } from "@firstline/core/adapters";
import { createCtx, openDatabase } from "../wire.ts";

export type SettingsOptions = { channel?: ChannelRef; json?: boolean };

/** Shows the settings of the workspace, or of one channel, or changes those that `pairs` name. */
export async function runSettings(
  config: Config,
  pairs: string[],
  options: SettingsOptions,
): Promise<number> {
  const database = await openDatabase(config);
  try {
    const ctx = createCtx(config, database, createLog(config.logLevel));
    const { id: workspaceId } = await ensureWorkspace(ctx, config.workspace);
    const settings = await (options.channel
      ? ofChannel(ctx, workspaceId, options.channel, pairs)
      : ofWorkspace(ctx, workspaceId, pairs));
    print(settings, pairs, options.json ?? false);
    return 0;
  } finally {
    await database.close();
  }
}

async function ofWorkspace(ctx: Ctx, workspaceId: number, pairs: string[]): Promise<WorkspaceSettings> {
  const present = await getSettings(ctx, workspaceId);
  if (pairs.length === 0) return present;
  return updateSettings(ctx, { workspaceId, settings: toChange(present, pairs) });
}

async function ofChannel(
  ctx: Ctx,
  workspaceId: number,
  channel: ChannelRef,
  pairs: string[],
): Promise<WorkspaceSettings> {
  const present = await getChannelSettings(ctx, workspaceId, channel);
  if (pairs.length === 0) return present;
  const shared = pairs.find((pair) => /^(?:site|feedback|panelOrigins)\b/u.test(pair));
  if (shared !== undefined) {
    throw new InvalidError(`"${shared}" holds for the whole workspace: leave out --channel.`);
  }
  return updateChannelSettings(ctx, { workspaceId, channel, settings: { ...toChange(present, pairs) } });
}

type Values = Map<string, unknown>;

/** What a setting is now says how its text is read; `site.title` is the title of the group `site`. */
function toChange(present: WorkspaceSettings, pairs: string[]): SettingsChange {
  const change = new Map<string, unknown>();
  for (const pair of pairs) {
    const at = pair.indexOf("=");
    if (at < 1) throw new InvalidError(`"${pair}" is no setting: write key=value.`);
    const [key = "", inner, ...deeper] = pair.slice(0, at).split(".");
    if (deeper.length > 0) throw new InvalidError(`There is no setting ${pair.slice(0, at)}.`);
    const text = pair.slice(at + 1).trim();
    const values: Values = new Map(Object.entries(present));
    if (inner === undefined) {
      change.set(key, toValue(pair, values.get(key), text));
      continue;
    }
    const group = entriesOf(values.get(key));
    const value = toValue(pair, group.get(inner), text);
    change.set(key, { ...Object.fromEntries(entriesOf(change.get(key))), [inner]: value });
  }
  return Object.fromEntries(change);
}

const entriesOf = (group: unknown): Values =>
  new Map(typeof group === "object" && group !== null ? Object.entries(group) : []);

/** Lists of words may be written with commas between; lists of other things, and whatever else, as JSON. */
function toValue(pair: string, present: unknown, text: string): unknown {
  if (text === "" && Array.isArray(present)) return [];
  if (text === "" || text === "null") return present === null || typeof present !== "string" ? null : "";
  if (/^[[{"]/u.test(text)) return parseJson(pair, text);
  if (Array.isArray(present)) return text.split(",").map((part) => part.trim());
  if (typeof present === "string") return text;
  if (typeof present === "boolean") return text === "true" ? true : text === "false" ? false : text;
  return Number.isFinite(Number(text)) ? Number(text) : text;
}

function parseJson(pair: string, text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch (cause) {
    throw new InvalidError(`The value of "${pair}" looks like JSON, but is none.`, { cause });
  }
}

/** After a change only what was named; each line can be given back as it stands. */
function print(settings: WorkspaceSettings, pairs: string[], asJson: boolean): void {
  if (asJson) {
    console.log(JSON.stringify(settings, null, 2));
    return;
  }
  const named = new Set(pairs.map((pair) => pair.slice(0, pair.indexOf("="))));
  for (const [key, value] of flatten(settings)) {
    if (named.size === 0 || named.has(key)) console.log(`${key}=${toText(value)}`);
  }
}

function flatten(settings: WorkspaceSettings): [string, unknown][] {
  return Object.entries(settings).flatMap(([key, value]): [string, unknown][] =>
    key === "site" || key === "feedback"
      ? [...entriesOf(value)].map(([inner, each]) => [`${key}.${inner}`, each])
      : [[key, value]],
  );
}

function toText(value: unknown): string {
  if (value === null) return "";
  if (typeof value === "string") return value;
  const isPlainList = Array.isArray(value) && value.every((each) => typeof each === "string");
  return isPlainList ? value.join(",") : JSON.stringify(value);
}
