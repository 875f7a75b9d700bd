import { MAX_DESCRIPTION, MAX_TITLE, oneLine, toDescription } from "../post-text.ts";
import type { FeedbackStatus, FeedbackType } from "../status.ts";
import type { Board, BoardPerson, BoardPost, BoardProduct, BoardVote } from "./board.ts";
import { readRows } from "./read-rows.ts";
import type { BoardRow } from "./read-rows.ts";

const STATUSES: Readonly<Record<string, FeedbackStatus>> = {
  open: "open",
  under_review: "under_review",
  planned: "planned",
  in_progress: "in_progress",
  started: "in_progress",
  complete: "completed",
  completed: "completed",
  closed: "wont_fix",
  declined: "wont_fix",
  duplicate: "wont_fix",
  wont_fix: "wont_fix",
};

/** Names that the products have for the same thing; Fider counts posts of a board by numbers. */
const ID: Readonly<Record<BoardProduct, readonly string[]>> = {
  canny: ["id", "post_id", "url", "post_url", "title"],
  fider: ["number", "id", "title"],
  firstline: ["id"],
};
const POST_ID: Readonly<Record<BoardProduct, readonly string[]>> = {
  canny: ["post_id", "post_url", "post_title"],
  fider: ["post_number", "number", "post_id", "post_title"],
  firstline: ["post_id"],
};

/** Reads files of one board, posts and votes in any order. A broken row becomes a problem. Throws `InvalidError` for a file that is none. */
export function readBoard(files: { path: string; text: string }[], from: BoardProduct): Board {
  const board: Board = { posts: [], votes: [], problems: [] };
  for (const { path, text } of files) {
    for (const row of readRows(path, text)) {
      const read = row.kind === "post" ? readPost(row, from) : readVote(row, from);
      if (typeof read === "string") board.problems.push({ file: path, line: row.line, message: read });
      else if ("title" in read) board.posts.push(read);
      else board.votes.push(read);
    }
  }
  return board;
}

const pick = ({ cells }: BoardRow, names: readonly string[]): string => {
  for (const name of names) {
    const value = cells.get(name)?.trim();
    if (value) return value;
  }
  return "";
};

/** The post, or what is wrong with it. */
function readPost(row: BoardRow, from: BoardProduct): BoardPost | string {
  const title = oneLine(pick(row, ["title"])).slice(0, MAX_TITLE);
  if (!/[\p{L}\p{N}]/u.test(title)) return "The post has no title.";
  const said = pick(row, ["status", "post_status"]);
  const status = STATUSES[said.toLowerCase().replace(/[^a-z]+/gu, "_")];
  if (said !== "" && status === undefined) return `The status "${said.slice(0, 40)}" is not known.`;
  const email = pick(row, ["author_email", "user_email", "created_by_email", "email"]);
  const name = pick(row, ["author_name", "user_name", "created_by", "author"]);
  const votes = Number(pick(row, ["score", "votes", "vote_count", "votes_count", "upvotes"]));
  return {
    id: pick(row, ID[from]),
    title,
    description: toDescription(pick(row, ["details", "description"]).slice(0, MAX_DESCRIPTION)),
    type: typeOf(row),
    status: status ?? "open",
    createdAt: readDate(pick(row, ["created", "created_at", "date"])),
    author: toPerson(name, email),
    voteCount: Number.isInteger(votes) && votes > 0 ? votes : 0,
    mergedIntoId:
      pick(row, ["original_number", "response_original_number", "merged_into", "merged_into_id"]) || null,
    isPublic: pick(row, ["is_public"]).toLowerCase() !== "false",
  };
}

/** Boards are called by what they collect. */
function typeOf(row: BoardRow): FeedbackType {
  const said = pick(row, ["type"]);
  if (said === "feature_request" || said === "bug_report" || said === "improvement") return said;
  return /\bbugs?\b/iu.test(pick(row, ["board_name", "board", "category_name", "category"]))
    ? "bug_report"
    : "feature_request";
}

function readVote(row: BoardRow, from: BoardProduct): BoardVote | string {
  const postId = pick(row, POST_ID[from]);
  if (postId === "") return "The vote does not say which post it is for.";
  const email = pick(row, ["voter_email", "user_email", "email"]);
  const voter = toPerson(pick(row, ["voter_name", "user_name", "voter", "name"]), email);
  if (voter === null) return "The vote does not say whose it is: it needs an email address.";
  const value = pick(row, ["value"]) === "-1" ? -1 : 1;
  return { postId, voter, value, createdAt: readDate(pick(row, ["created", "created_at", "vote_created"])) };
}

function toPerson(name: string, email: string): BoardPerson | null {
  const address = email.toLowerCase();
  if (!/^[^\s@]{1,64}@[^\s@]{1,190}\.[^\s@]{2,63}$/u.test(address)) return null;
  return { name: oneLine(name || (address.split("@")[0] ?? "")).slice(0, 100), email: address };
}

function readDate(text: string): Date | null {
  if (!/^\d{4}-\d{2}-\d{2}|^[A-Z][a-z]{2,8} \d/u.test(text)) return null;
  const date = new Date(text);
  const year = date.getUTCFullYear();
  return year >= 2000 && year <= 2100 ? date : null;
}
