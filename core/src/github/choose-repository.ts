import type { Repository } from "./load.ts";
import { readRepositorySettings } from "./repository-settings.ts";
import type { RepositorySettings } from "./repository-settings.ts";

/** What a bug is known by when a repository is chosen for it. */
export type BugPlace = {
  channelId: string;
  channelName: string | null;
  /** The whole report. */
  text: string;
  /** Names of forum tags. */
  tags: string[];
  /** The product area that seems to be at fault. */
  area: string | null;
};

/**
 * The first repository whose rules all fit, by their `order` and then as they were connected; null when none does. A rule
 * that names nothing fits everything.
 */
export function chooseRepository<Row extends Pick<Repository, "id" | "settings">>(
  rows: readonly Row[],
  bug: BugPlace,
): Row | null {
  const ordered = rows
    .map((row) => ({ row, settings: readRepositorySettings(row) }))
    .toSorted((one, other) => one.settings.order - other.settings.order || one.row.id - other.row.id);
  return ordered.find(({ settings }) => fits(settings, bug))?.row ?? null;
}

function fits({ channels, tags, areas }: RepositorySettings, bug: BugPlace): boolean {
  const isHere = channels.length === 0 || channels.some((channel) => isChannel(channel, bug));
  const isTagged = tags.length === 0 || tags.some((tag) => hasTag(tag, bug));
  const isArea = areas.length === 0 || areas.some((area) => isSame(area, bug.area));
  return isHere && isTagged && isArea;
}

function isChannel(named: string, { channelId, channelName }: BugPlace): boolean {
  return named === channelId || isSame(named.replace(/^#/u, ""), channelName);
}

/** A forum tag, or a word of the report. */
function hasTag(tag: string, { tags, text }: BugPlace): boolean {
  if (tags.some((known) => isSame(tag, known))) return true;
  const word = tag.replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`);
  return new RegExp(`(?<![\\p{L}\\p{N}_])${word}(?![\\p{L}\\p{N}_])`, "iu").test(text);
}

function isSame(one: string, other: string | null): boolean {
  return other !== null && one.trim().toLowerCase() === other.trim().toLowerCase();
}
