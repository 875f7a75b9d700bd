import { z } from "zod";
import type { CodeHost, HostPull, RepoRef } from "../../ports.ts";
import { orNull, type Connection } from "./connection.ts";
import { GithubError } from "./refusal.ts";
import { repoParams } from "./repo-name.ts";

const RepoName = z.object({ full_name: z.string() }).nullish();

const PullForm = z.object({
  number: z.number(),
  html_url: z.string(),
  title: z.string(),
  body: z.string().nullish(),
  state: z.enum(["open", "closed"]),
  draft: z.boolean().default(false),
  merged_at: z.string().nullish(),
  merge_commit_sha: z.string().nullish(),
  head: z.object({ ref: z.string(), sha: z.string(), repo: RepoName }),
  base: z.object({ repo: RepoName }),
  updated_at: z.string(),
});

type PullCalls = Pick<CodeHost, "findPull" | "getPull" | "createPull" | "updatePull">;

export function pullCalls(connection: Connection): PullCalls {
  async function findPull(of: RepoRef, branch: string): Promise<HostPull | null> {
    const { owner } = repoParams(of.repo);
    const found = await connection.askAll(
      of,
      {
        route: "GET /repos/{owner}/{repo}/pulls",
        params: { head: `${owner}:${branch}`, state: "all", sort: "created", direction: "desc" },
        form: z.array(PullForm),
        doing: "read pull requests",
      },
      1,
      ({ head, base }) => head.ref === branch && head.repo?.full_name === base.repo?.full_name,
    );
    return found[0] ? toPull(found[0]) : null;
  }

  async function createPull(
    of: RepoRef,
    { title, body, branch, base }: Parameters<CodeHost["createPull"]>[1],
  ): Promise<HostPull> {
    try {
      const made = await connection.ask(of, {
        route: "POST /repos/{owner}/{repo}/pulls",
        params: { title, body, head: branch, base, draft: true },
        form: PullForm,
        doing: "open pull requests",
      });
      return toPull(made);
    } catch (error) {
      const isThere = error instanceof GithubError && /pull request already exists/iu.test(error.detail);
      const there = isThere ? await findPull(of, branch) : null;
      if (there === null) throw error;
      return there;
    }
  }

  async function updatePull(
    of: RepoRef,
    number: number,
    { title, body }: { title: string; body: string },
  ): Promise<HostPull> {
    const changed = await connection.ask(of, {
      route: "PATCH /repos/{owner}/{repo}/pulls/{pull_number}",
      params: { pull_number: number, title, body },
      form: PullForm,
      doing: "change pull requests",
      isRepeatable: true,
    });
    return toPull(changed);
  }

  return { findPull, getPull: (of, number) => getPull(connection, of, number), createPull, updatePull };
}

async function getPull(connection: Connection, of: RepoRef, number: number): Promise<HostPull | null> {
  const found = await orNull(
    connection.ask(of, {
      route: "GET /repos/{owner}/{repo}/pulls/{pull_number}",
      params: { pull_number: number },
      form: PullForm,
      doing: "read pull requests",
    }),
  );
  return found && toPull(found);
}

function toPull(pull: z.infer<typeof PullForm>): HostPull {
  const mergedAt = pull.merged_at ? new Date(pull.merged_at) : null;
  const isMerged = mergedAt !== null;
  return {
    number: pull.number,
    url: pull.html_url,
    title: pull.title,
    body: pull.body ?? "",
    state: pull.state,
    isDraft: pull.draft,
    isMerged,
    // Before the merge it is the commit of a trial merge.
    mergeCommit: isMerged ? (pull.merge_commit_sha ?? null) : null,
    mergedAt,
    headBranch: pull.head.ref,
    headSha: pull.head.sha,
    headRepo: pull.head.repo?.full_name ?? null,
    updatedAt: new Date(pull.updated_at),
  };
}
