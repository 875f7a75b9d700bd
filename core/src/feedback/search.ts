import type { Ctx } from "../context.ts";
import { findPostCandidates } from "./find-candidates.ts";
import type { PostCandidate } from "./find-candidates.ts";
import { readPosts, vectorOf } from "./find-similar.ts";
import type { PostSummary } from "./load.ts";
import { postTerms } from "./post-terms.ts";
import type { FeedbackStatus, FeedbackType } from "./status.ts";

const MAX_QUERY = 500;
const MOST = 50;
/** What only letters or vectors found must be at least this near to be shown. */
const LEAST_SIMILAR = 0.5;

export type SearchPostsInput = {
  workspaceId: number;
  query: string;
  status?: FeedbackStatus | undefined;
  type?: FeedbackType | undefined;
  /** 10 unless told, 50 at most. */
  limit?: number;
  /** Also hidden ones, and those of people who opted out. */
  forAgents?: boolean;
};

/** Posts about what somebody typed, the best first: most of its words, words of the title first, then votes. */
export async function searchPosts(
  ctx: Pick<Ctx, "db" | "embedder" | "log">,
  input: SearchPostsInput,
): Promise<PostSummary[]> {
  const { workspaceId, status, type, forAgents = false } = input;
  const query = input.query.replaceAll("\u0000", " ").slice(0, MAX_QUERY).trim();
  const terms = postTerms(query);
  if (terms.length === 0) return [];
  const vector = await vectorOf(ctx, query);
  const asked = { workspaceId, status, type, forAgents };
  const found = await findPostCandidates(ctx, { ...asked, terms, title: query, vector });
  const posts = await readPosts(
    ctx,
    workspaceId,
    found.map(({ id }) => id),
  );
  return found
    .map((candidate) => ({ candidate, post: posts.get(candidate.id), rank: rankOf(candidate, terms) }))
    .flatMap(({ post, rank }) => (post && rank > 0 ? [{ post, rank }] : []))
    .sort((a, b) => b.rank - a.rank || b.post.upvotes - a.post.upvotes || b.post.id - a.post.id)
    .slice(0, Math.min(input.limit ?? 10, MOST))
    .map(({ post }) => post);
}

function rankOf({ title, termShare, similarity }: PostCandidate, terms: string[]): number {
  const inTitle = new Set(postTerms(title));
  const titleShare = terms.filter((term) => inTitle.has(term)).length / terms.length;
  const near = (similarity ?? 0) >= LEAST_SIMILAR ? (similarity ?? 0) : 0;
  return termShare === 0 && near === 0 ? lettersOnly(title, terms) : termShare + titleShare + near;
}

/** The last word may not be finished yet, as somebody types. */
function lettersOnly(title: string, terms: string[]): number {
  const last = terms.at(-1) ?? "";
  return last.length >= 2 && title.toLowerCase().includes(last) ? 0.1 : 0.01;
}
