import { z } from "zod";
import type { CodeHost, RepoRef } from "../../ports.ts";
import { findCloser, type TimelineEvent } from "./find-closer.ts";
import { orNull, type Connection } from "./connection.ts";

const EventForm = z.object({
  event: z.string().optional(),
  created_at: z.string().optional(),
  commit_id: z.string().nullish(),
  commit_url: z.string().nullish(),
  source: z
    .object({
      issue: z
        .object({
          number: z.number(),
          body: z.string().nullish(),
          title: z.string().nullish(),
          repository_url: z.string().optional(),
          pull_request: z.object({ merged_at: z.string().nullish() }).nullish(),
        })
        .nullish(),
    })
    .nullish(),
});
const MergedForm = z.object({ merged_at: z.string().nullish(), merge_commit_sha: z.string().nullish() });

const MAX_EVENTS = 1000;

export function closingCalls(connection: Connection): Pick<CodeHost, "findClosingCommit"> {
  async function findClosingCommit(of: RepoRef, issueNumber: number): Promise<string | null> {
    const events = await orNull(
      connection.askAll(
        of,
        {
          route: "GET /repos/{owner}/{repo}/issues/{issue_number}/timeline",
          params: { issue_number: issueNumber },
          form: z.array(EventForm),
          doing: "read issues",
        },
        MAX_EVENTS,
      ),
    );
    const closer = findCloser((events ?? []).map(toEvent), { repo: of.repo, issueNumber });
    if (closer === null || "commit" in closer) return closer?.commit ?? null;
    const pull = await orNull(
      connection.ask(of, {
        route: "GET /repos/{owner}/{repo}/pulls/{pull_number}",
        params: { pull_number: closer.pull },
        form: MergedForm,
        doing: "read pull requests",
      }),
    );
    return pull?.merged_at ? (pull.merge_commit_sha ?? null) : null;
  }

  return { findClosingCommit };
}

function toEvent({
  event,
  created_at,
  commit_id,
  commit_url,
  source,
}: z.infer<typeof EventForm>): TimelineEvent {
  const issue = source?.issue;
  const mergedAt = issue?.pull_request?.merged_at;
  return {
    event: event ?? "",
    at: created_at === undefined ? null : new Date(created_at),
    commit: commit_id ? { sha: commit_id, repo: repoOfCommit(commit_url) } : null,
    pull:
      issue && mergedAt
        ? {
            number: issue.number,
            repo: issue.repository_url?.split("/").slice(-2).join("/") ?? null,
            text: `${issue.title ?? ""}\n${issue.body ?? ""}`,
            mergedAt: new Date(mergedAt),
          }
        : null,
  };
}

/** `.../repos/acme/app/commits/6dcb09b`; a commit of another repository closes issues here as well. */
function repoOfCommit(url: string | null | undefined): string | null {
  return /\/repos\/([^/]+\/[^/]+)\/commits\//u.exec(url ?? "")?.[1] ?? null;
}
