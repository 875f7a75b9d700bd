import type { schema } from "@firstline/db";

export type FeedbackStatus = (typeof schema.FEEDBACK_STATUSES)[number];
export type FeedbackType = (typeof schema.FEEDBACK_TYPES)[number];

/** What people read for a status. */
export const STATUS_NAMES: Readonly<Record<FeedbackStatus, string>> = {
  open: "Open",
  under_review: "Under review",
  planned: "Planned",
  in_progress: "In progress",
  completed: "Completed",
  wont_fix: "Not planned",
};

export const TYPE_NAMES: Readonly<Record<FeedbackType, string>> = {
  feature_request: "Feature request",
  bug_report: "Bug report",
  improvement: "Improvement",
};

/** A closed post takes no new votes: nothing can come of them. */
export function isClosed(status: FeedbackStatus): boolean {
  return status === "completed" || status === "wont_fix";
}
