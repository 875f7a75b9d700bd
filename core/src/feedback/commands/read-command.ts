import { InvalidError } from "../../errors.ts";
import { STATUS_NAMES } from "../status.ts";
import type { FeedbackStatus } from "../status.ts";

/** A post, by its number or by words that find it. */
export type PostMeant = { id: number } | { words: string };

/** What somebody asks of `/feedback`, on any platform. */
export type FeedbackCommand =
  | { name: "help" }
  | { name: "new"; title: string }
  | { name: "list"; status: FeedbackStatus | null }
  | { name: "search"; words: string }
  | { name: "vote"; post: PostMeant }
  | { name: "unvote"; post: PostMeant }
  | { name: "mine" }
  /** Of public pages and news. */
  | { name: "opt_out" | "opt_in" }
  /** Without a code one is asked for. */
  | { name: "link"; code: string | null }
  /** For agents, in their channel. */
  | { name: "status"; postId: number; status: FeedbackStatus; comment: string }
  | { name: "merge"; fromId: number; intoId: number };

/** Reads what was typed behind `/feedback`. Plain words are searched for. Throws `InvalidError` with how to write it. */
export function readFeedbackCommand(text: string): FeedbackCommand {
  const [first = "", ...others] = text.trim().split(/\s+/u);
  const rest = text.trim().slice(first.length).trim();
  switch (first.toLowerCase()) {
    case "":
    case "help":
      return { name: "help" };
    case "new":
    case "post":
      return { name: "new", title: rest };
    case "list":
    case "top":
      return { name: "list", status: rest === "" ? null : readStatus(rest) };
    case "search":
    case "find":
      return rest === "" ? { name: "list", status: null } : { name: "search", words: rest };
    case "vote":
      return { name: "vote", post: readPostMeant(rest) };
    case "unvote":
      return { name: "unvote", post: readPostMeant(rest) };
    case "mine":
    case "my":
      return { name: "mine" };
    case "opt-out":
    case "opt-in":
      return rest === "" ? { name: readChoice(first) } : { name: "search", words: text.trim() };
    case "link":
      return { name: "link", code: rest === "" ? null : rest };
    case "status":
      return readStatusChange(others);
    case "merge":
      return readMerge(others);
    default:
      return { name: "search", words: text.trim() };
  }
}

const readChoice = (word: string): "opt_out" | "opt_in" =>
  word.toLowerCase() === "opt-out" ? "opt_out" : "opt_in";

/** `12`, `#12` or words. */
export function readPostMeant(text: string): PostMeant {
  const words = text.trim();
  if (words === "")
    throw new InvalidError("Which post? Give its number, for example 12, or some of its words.");
  const id = idIn(words);
  return id === null ? { words } : { id };
}

/** `planned`, `in progress`, `in-progress`, `In_Progress`, `not planned`. */
export function readStatus(text: string): FeedbackStatus {
  const wanted = flat(text);
  const found = statusOf(wanted);
  if (found) return found;
  const names = Object.values(STATUS_NAMES).map((name) => name.toLowerCase());
  throw new InvalidError(`There is no such status. Choose one of: ${names.join(", ")}.`);
}

const flat = (text: string): string => text.toLowerCase().replace(/[^a-z]/gu, "");

function statusOf(wanted: string): FeedbackStatus | null {
  for (const [status, name] of Object.entries(STATUS_NAMES)) {
    // `STATUS_NAMES` has every status as a key; Object.entries forgets that.
    if (wanted === flat(name) || wanted === flat(status)) return status as FeedbackStatus;
  }
  return null;
}

const HOW_STATUS = "Write it like this: status 12 planned We will build it in spring.";

/** A status of two words is tried first, so that `in progress soon` has the comment `soon`. */
function readStatusChange([number = "", one = "", two = "", ...others]: string[]): FeedbackCommand {
  const postId = idIn(number);
  if (postId === null || one === "") throw new InvalidError(HOW_STATUS);
  const long = statusOf(flat(one + two));
  const short = statusOf(flat(one));
  if (short) return { name: "status", postId, status: short, comment: [two, ...others].join(" ").trim() };
  if (long) return { name: "status", postId, status: long, comment: others.join(" ") };
  return { name: "status", postId, status: readStatus(one), comment: "" };
}

function readMerge(words: string[]): FeedbackCommand {
  const [fromId, intoId] = words.map(idIn).filter((id) => id !== null);
  if (fromId === undefined || intoId === undefined)
    throw new InvalidError("Write it like this: merge 12 into 7. Post 7 then stands for both.");
  return { name: "merge", fromId, intoId };
}

function idIn(text: string): number | null {
  const digits = /^#?(?<id>\d{1,15})$/u.exec(text)?.groups?.["id"];
  return digits === undefined || Number(digits) === 0 ? null : Number(digits);
}
