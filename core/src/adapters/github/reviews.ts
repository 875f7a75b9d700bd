import { z } from "zod";
import type { CodeHost, HostReview, RepoRef } from "../../ports.ts";
import type { Connection } from "./connection.ts";

const ReviewForm = z.object({
  user: z.object({ login: z.string() }).nullish(),
  state: z.string(),
  commit_id: z.string().nullish(),
});

const MAX_REVIEWS = 500;

export function reviewCalls(connection: Connection): Pick<CodeHost, "listReviews"> {
  async function listReviews(of: RepoRef, number: number): Promise<HostReview[]> {
    const found = await connection.askAll(
      of,
      {
        route: "GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews",
        params: { pull_number: number },
        form: z.array(ReviewForm),
        doing: "read reviews",
      },
      MAX_REVIEWS,
    );
    return lastWords(found);
  }

  return { listReviews };
}

const VERDICTS: Record<string, HostReview["verdict"]> = {
  APPROVED: "approved",
  CHANGES_REQUESTED: "changes_requested",
  COMMENTED: "commented",
};

/** One a reviewer, as GitHub shows them: a comment takes no verdict back, a dismissal does. */
function lastWords(reviews: z.infer<typeof ReviewForm>[]): HostReview[] {
  const last = new Map<string | null, HostReview>();
  for (const { user, state, commit_id } of reviews) {
    const author = user?.login ?? null;
    const verdict = VERDICTS[state.toUpperCase()];
    const before = last.get(author);
    if (verdict === undefined) {
      if (state.toUpperCase() === "DISMISSED") last.delete(author);
      continue;
    }
    if (verdict === "commented" && before !== undefined) continue;
    last.delete(author);
    last.set(author, { author, verdict, sha: commit_id ?? null });
  }
  return [...last.values()];
}
