import { z } from "zod";
import type { CodeHost, HostRelease, RepoRef } from "../../ports.ts";
import { orNull, type Connection } from "./connection.ts";
import { newestTags } from "./newest-tags.ts";

const ReleaseForm = z.object({
  tag_name: z.string(),
  name: z.string().nullish(),
  html_url: z.string(),
  draft: z.boolean(),
  prerelease: z.boolean(),
  published_at: z.string().nullish(),
  created_at: z.string(),
});
const TagForm = z.object({ name: z.string(), commit: z.object({ sha: z.string() }) });
const CommitForm = z.object({ committer: z.object({ date: z.string() }), html_url: z.string() });

const MAX_RELEASES = 100;
const MAX_TAGS = 1000;
const MAX_KNOWN = 1000;

type DatedCommit = { time: Date; repoUrl: string };

export function releaseCalls(connection: Connection): Pick<CodeHost, "listReleases"> {
  /** Commits do not change. */
  const known = new Map<string, DatedCommit>();

  async function findCommit(of: RepoRef, sha: string): Promise<DatedCommit | null> {
    const key = `${of.repo} ${sha}`;
    const before = known.get(key);
    if (before) return before;
    const commit = await orNull(
      connection.ask(of, {
        route: "GET /repos/{owner}/{repo}/git/commits/{commit_sha}",
        params: { commit_sha: sha },
        form: CommitForm,
        doing: "read commits",
      }),
    );
    if (!commit) return null;
    if (known.size >= MAX_KNOWN) known.clear();
    const dated = {
      time: new Date(commit.committer.date),
      repoUrl: commit.html_url.replace(/\/commit\/[^/]*$/u, ""),
    };
    known.set(key, dated);
    return dated;
  }

  async function listTags(of: RepoRef, released: Set<string>, limit: number): Promise<HostRelease[]> {
    const tags = await connection.askAll(
      of,
      { route: "GET /repos/{owner}/{repo}/tags", form: z.array(TagForm), doing: "read tags" },
      MAX_TAGS,
    );
    const bare = tags.filter(({ name }) => !released.has(name));
    const found: HostRelease[] = [];
    for (const { name, commit } of newestTags(bare, limit)) {
      const dated = await findCommit(of, commit.sha);
      if (dated) found.push(toTag(name, dated));
    }
    return found;
  }

  async function listReleases(of: RepoRef, limit: number): Promise<HostRelease[]> {
    const releases = await connection.askAll(
      of,
      { route: "GET /repos/{owner}/{repo}/releases", form: z.array(ReleaseForm), doing: "read releases" },
      MAX_RELEASES,
      ({ draft }) => !draft,
    );
    const tags = await listTags(of, new Set(releases.map((release) => release.tag_name)), limit);
    return [...releases.map(toRelease), ...tags]
      .toSorted((a, b) => b.publishedAt.getTime() - a.publishedAt.getTime())
      .slice(0, limit);
  }

  return { listReleases };
}

function toRelease(release: z.infer<typeof ReleaseForm>): HostRelease {
  return {
    tag: release.tag_name,
    name: release.name || release.tag_name,
    url: release.html_url,
    publishedAt: new Date(release.published_at ?? release.created_at),
    isPrerelease: release.prerelease,
  };
}

function toTag(tag: string, { time, repoUrl }: DatedCommit): HostRelease {
  return {
    tag,
    name: tag,
    url: `${repoUrl}/releases/tag/${encodeURIComponent(tag)}`,
    publishedAt: time,
    // Versions say so in their names (semver.org), and tags have nothing else. A date is no such version.
    isPrerelease: /\d\.\d+-[\da-z]/iu.test(tag),
  };
}
