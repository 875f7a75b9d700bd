import type { ChecksState, HostPull, HostReview } from "../../ports.ts";
import type { Link } from "../load.ts";

type Before = Pick<Link, "status" | "prChecksPassed" | "humanReviewed"> & {
  /** The newest commit that we know of. */
  headSha: string | null;
};

/** What agents hear of a pull request. */
export type PullNews = "ready" | "checks_failed" | "merged" | "rejected";

export type PullChange = {
  set: Pick<Link, "status" | "prChecksPassed" | "humanReviewed">;
  /** Of what it is now; `ready` and `checks_failed` are said once for a commit. */
  news: PullNews | null;
};

/** What to store of a pull request as it is now. What was known of another commit does not count for the newest one. */
export function changeOfPull(
  before: Before,
  pull: HostPull,
  look: { checks: ChecksState; reviews: HostReview[] },
): PullChange {
  if (pull.isMerged) return ended(before, "pr_merged");
  if (pull.state === "closed") return ended(before, "pr_rejected");
  const isSameHead = before.headSha === pull.headSha;
  const isReviewed = look.reviews.some((review) => countsAsReview(review, pull.headSha));
  const set = {
    status: "pr_drafted" as const,
    prChecksPassed: CHECKS_PASSED[look.checks],
    humanReviewed: isReviewed || (isSameHead && before.humanReviewed),
  };
  if (set.prChecksPassed === false) return { set, news: "checks_failed" };
  return { set, news: isReadyForReview(set) ? "ready" : null };
}

/** A draft whose checks have passed and that no person has looked at yet. */
export function isReadyForReview(link: PullChange["set"]): boolean {
  return link.status === "pr_drafted" && link.prChecksPassed === true && !link.humanReviewed;
}

const CHECKS_PASSED: Record<ChecksState, boolean | null> = {
  none: null,
  pending: null,
  passed: true,
  failed: false,
};

function ended(before: Before, status: "pr_merged" | "pr_rejected"): PullChange {
  const { prChecksPassed, humanReviewed } = before;
  const news = status === "pr_merged" ? "merged" : "rejected";
  return {
    set: { status, prChecksPassed, humanReviewed },
    news: before.status === status ? null : news,
  };
}

/** A remark is no review, and neither is what a machine says. */
function countsAsReview({ verdict, author, sha }: HostReview, headSha: string): boolean {
  if (verdict === "commented" || sha !== headSha) return false;
  return author !== null && !author.endsWith("[bot]");
}
