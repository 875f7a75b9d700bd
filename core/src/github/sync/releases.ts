import type { HostRelease } from "../../ports.ts";

const DAY_MS = 86_400_000;
const PRE_RELEASE =
  /[-.](?:a|alpha|b|beta|rc|pre|preview|dev|canary|next|nightly|snapshot)(?:[-.]?\d|[-.]|$)/iu;

/** Also by its name: a bare tag has no mark of its own. */
export function isPreRelease(release: Pick<HostRelease, "tag" | "isPrerelease">): boolean {
  return release.isPrerelease || PRE_RELEASE.test(release.tag);
}

/**
 * Releases that may be the first with a fix, the oldest first. A tag carries the time of its commit, and clocks differ: a
 * day earlier than the fix is near enough.
 */
export function candidatesFor<Release extends Pick<HostRelease, "publishedAt">>(
  releases: readonly Release[],
  fixedAt: Date,
): Release[] {
  const from = fixedAt.getTime() - DAY_MS;
  return releases
    .filter((release) => release.publishedAt.getTime() >= from)
    .toSorted((one, other) => one.publishedAt.getTime() - other.publishedAt.getTime());
}
