import { z } from "zod";
import type { CodeHost, HostComment, RepoRef } from "../../ports.ts";
import type { Connection } from "./connection.ts";
import type { Identity } from "./identity.ts";
import { toSeconds } from "./since.ts";

const CommentForm = z.object({
  id: z.number(),
  html_url: z.string(),
  issue_url: z.string(),
  user: z.object({ login: z.string() }).nullish(),
  body: z.string().nullish(),
  created_at: z.string(),
  updated_at: z.string(),
});

const MAX_COMMENTS = 1000;

type CommentCalls = Pick<CodeHost, "listComments" | "createComment">;

export function commentCalls(connection: Connection, identity: Identity): CommentCalls {
  async function listComments(
    of: RepoRef,
    { issueNumber, since, limit = MAX_COMMENTS }: Parameters<CodeHost["listComments"]>[1],
  ): Promise<HostComment[]> {
    const when = since && { since: toSeconds(since) };
    const ask =
      issueNumber === undefined
        ? ({
            route: "GET /repos/{owner}/{repo}/issues/comments",
            params: { sort: "updated", direction: "asc", ...when },
          } as const)
        : ({
            route: "GET /repos/{owner}/{repo}/issues/{issue_number}/comments",
            params: { issue_number: issueNumber, ...when },
          } as const);
    const found = await connection.askAll(
      of,
      { ...ask, form: z.array(CommentForm), doing: "read comments" },
      limit,
    );
    const own = await identity.login();
    return found.map((comment) => toComment(comment, own));
  }

  async function createComment(of: RepoRef, issueNumber: number, body: string): Promise<HostComment> {
    const made = await connection.ask(of, {
      route: "POST /repos/{owner}/{repo}/issues/{issue_number}/comments",
      params: { issue_number: issueNumber, body },
      form: CommentForm,
      doing: "write comments",
    });
    return { ...toComment(made, null), isOurs: true };
  }

  return { listComments, createComment };
}

function toComment(comment: z.infer<typeof CommentForm>, own: string | null): HostComment {
  const author = comment.user?.login ?? null;
  return {
    id: comment.id,
    issueNumber: Number(comment.issue_url.split("/").at(-1)),
    url: comment.html_url,
    author,
    isOurs: own !== null && author !== null && author.toLowerCase() === own.toLowerCase(),
    body: comment.body ?? "",
    createdAt: new Date(comment.created_at),
    updatedAt: new Date(comment.updated_at),
  };
}
