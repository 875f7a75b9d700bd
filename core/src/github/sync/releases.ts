import type { HostRelease } from "../../ports.ts";

const DAY_MS = 86_400_000;
const PRE_RELEASE =
  /[-.](?:a|alpha|b|beta|rc|pre|preview|dev|canary|next|nightly|snapshot)(?:[-.]?\d|[-.]|$)/iu;
/** Python's way: 2.0.0b1. */
const SHORT_PRE_RELEASE = /\d\.\d+(?:a|b|rc)\d/iu;
/** A name without a version before it, such as a tag that moves with each build. */
const NAMED_PRE_RELEASE =
  /^(?:alpha|beta|rc|preview|dev|canary|edge|next|nightly|snapshot)(?:[-._]?\d[\d._-]*)?$/iu;

/** Also by its name: a bare tag has no mark of its own. */
export function isPreRelease(release: Pick<HostRelease, "tag" | "isPrerelease">): boolean {
  const { isPrerelease, tag } = release;
  return isPrerelease || [PRE_RELEASE, SHORT_PRE_RELEASE, NAMED_PRE_RELEASE].some((form) => form.test(tag));
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
