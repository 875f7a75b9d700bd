import { z } from "zod";
import type { CodeHost, HostIssue, RepoRef } from "../../ports.ts";
import { orNull, type Connection } from "./connection.ts";
import { toSeconds } from "./since.ts";

const Login = z.object({ login: z.string() }).nullish();

const IssueForm = z.object({
  number: z.number(),
  html_url: z.string(),
  repository_url: z.string(),
  title: z.string(),
  body: z.string().nullish(),
  state: z.enum(["open", "closed"]),
  state_reason: z.enum(["completed", "not_planned", "duplicate", "reopened"]).nullish().catch(null),
  labels: z.array(z.union([z.string(), z.object({ name: z.string().nullish() })])),
  milestone: z.object({ title: z.string() }).nullish(),
  user: Login,
  pull_request: z.unknown().optional(),
  created_at: z.string(),
  updated_at: z.string(),
  closed_at: z.string().nullish(),
});

type IssueCalls = Pick<CodeHost, "listIssues" | "findIssue" | "createIssue">;

export function issueCalls(connection: Connection): IssueCalls {
  async function listIssues(of: RepoRef, input: Parameters<CodeHost["listIssues"]>[1]): Promise<HostIssue[]> {
    const params = {
      state: input.state,
      sort: "updated",
      direction: "desc",
      ...(input.since && { since: toSeconds(input.since) }),
      ...(input.labels && input.labels.length > 0 && { labels: input.labels.join(",") }),
    };
    const ask = {
      route: "GET /repos/{owner}/{repo}/issues",
      params,
      form: z.array(IssueForm),
      doing: "read issues",
    } as const;
    // GitHub lists pull requests among the issues.
    const found = await connection.askAll(of, ask, input.limit, isIssue);
    return found.map(toIssue);
  }

  async function findIssue(of: RepoRef, number: number): Promise<HostIssue | null> {
    const found = await orNull(
      connection.ask(of, {
        route: "GET /repos/{owner}/{repo}/issues/{issue_number}",
        params: { issue_number: number },
        form: IssueForm,
        doing: "read issues",
      }),
    );
    return found && isIssue(found) ? toIssue(found) : null;
  }

  async function createIssue(
    of: RepoRef,
    { title, body, labels }: Parameters<CodeHost["createIssue"]>[1],
  ): Promise<HostIssue> {
    const made = await connection.ask(of, {
      route: "POST /repos/{owner}/{repo}/issues",
      params: { title, body, labels },
      form: IssueForm,
      doing: "write issues",
    });
    return toIssue(made);
  }

  return { listIssues, findIssue, createIssue };
}

function isIssue(issue: z.infer<typeof IssueForm>): boolean {
  return issue.pull_request === undefined || issue.pull_request === null;
}

function toIssue(issue: z.infer<typeof IssueForm>): HostIssue {
  return {
    repo: repoOfUrl(issue.repository_url),
    number: issue.number,
    url: issue.html_url,
    title: issue.title,
    body: issue.body ?? "",
    state: issue.state,
    stateReason: issue.state_reason ?? null,
    labels: issue.labels.flatMap((label) => (typeof label === "string" ? label : (label.name ?? []))),
    milestone: issue.milestone?.title ?? null,
    author: issue.user?.login ?? null,
    createdAt: new Date(issue.created_at),
    updatedAt: new Date(issue.updated_at),
    closedAt: issue.closed_at ? new Date(issue.closed_at) : null,
  };
}

/** "https://api.github.com/repos/owner/name" -> "owner/name" */
function repoOfUrl(url: string): string {
  return url.split("/").slice(-2).join("/");
}
