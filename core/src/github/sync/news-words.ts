import type { Reply } from "../../ports.ts";
import type { Ticket } from "../../tickets/load.ts";
import { withoutMassMentions } from "../../tickets/text.ts";
import { cutText } from "../../text/index.ts";
import type { Issue, Repository } from "../load.ts";
import type { News } from "./news.ts";

export type NewsFacts = {
  ticket: Pick<Ticket, "id" | "type" | "resolution">;
  issue: Pick<Issue, "url" | "shippedIn" | "shippedUrl">;
  /** Members see no links of a private one. */
  repository: Pick<Repository, "isPrivate">;
  /** For `in_prerelease`. */
  preRelease: { tag: string; url: string } | null;
  /** For `duplicate`, when it is known. */
  duplicateOf: { number: number; url: string } | null;
};

/** What the asker of a ticket reads; promises nothing that is not known. */
export function newsReply(news: News, facts: NewsFacts): Reply {
  const words = wordsFor(facts);
  switch (news) {
    case "merged":
      return { markdown: "A fix for this has been merged. I'll tell you here when it is released." };
    case "fixed":
      return {
        markdown: `The team has closed the ${words.report} as ${words.done}. I'll tell you here when it is released.`,
      };
    case "closed_as_fixed":
      return {
        markdown: `The team has closed the ${words.report} as ${words.done}. Does it work for you now?`,
        buttons: [yesOrNo(facts)],
      };
    case "closed":
      return {
        markdown: `The team has closed the ${words.report}. If this still matters to you, tell me here.`,
      };
    case "not_planned":
      return {
        markdown: `The team has decided not to go on with this: the ${words.report} was closed as "not planned". If you need a way around it, write here.`,
      };
    case "duplicate":
      return { markdown: duplicateText(facts, words.report) };
    case "reopened":
      return {
        markdown: `The ${words.report} has been opened again, so this is not settled yet. I'll tell you here what comes of it.`,
      };
    case "in_prerelease":
      return {
        markdown: `${words.Fix} is in the pre-release ${releaseName(facts, facts.preRelease)}. If you can try it: does it work for you? I'll tell you as well when it is in a full release.`,
        buttons: [yesOrNo(facts)],
      };
    case "shipped":
      return shippedReply(facts);
  }
}

function shippedReply(facts: NewsFacts): Reply {
  const { shippedIn, shippedUrl } = facts.issue;
  const release = shippedIn === null ? null : { tag: shippedIn, url: shippedUrl ?? "" };
  const said = `This is ${wordsFor(facts).done} in ${releaseName(facts, release)}.`;
  // Who has said yes to a pre-release is not asked again.
  if (facts.ticket.resolution === "confirmed") return { markdown: said };
  return { markdown: `${said} Does it work for you now?`, buttons: [yesOrNo(facts)] };
}

function yesOrNo({ ticket }: NewsFacts): NonNullable<Reply["buttons"]>[number] {
  const value = String(ticket.id);
  return [
    { action: "fix_works", label: "Yes, it works", value, style: "primary" },
    { action: "fix_fails", label: "No, not yet", value },
  ];
}

function duplicateText({ duplicateOf, repository }: NewsFacts, report: string): string {
  if (duplicateOf === null || repository.isPrivate)
    return `The team has closed the ${report} as a duplicate of another one.`;
  return `The team has closed the ${report} as a duplicate of [another one](${duplicateOf.url}).`;
}

function releaseName({ repository }: NewsFacts, release: { tag: string; url: string } | null): string {
  if (release === null) return "the newest release";
  const name = cutText(withoutMassMentions(release.tag).replace(/[[\]()<>`*\\\s]/gu, ""), 80);
  return repository.isPrivate || !/^https?:\/\//u.test(release.url) ? name : `[${name}](${release.url})`;
}

function wordsFor({ ticket, issue, repository }: NewsFacts): { report: string; done: string; Fix: string } {
  const isWish = ticket.type === "feature";
  const noun = isWish ? "request" : "bug report";
  return {
    report: repository.isPrivate ? noun : `[${noun}](${issue.url})`,
    done: isWish ? "done" : "fixed",
    Fix: isWish ? "This" : "A fix for this",
  };
}
