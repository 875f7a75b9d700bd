import type { Reply } from "../../ports.ts";
import type { Ticket } from "../../tickets/load.ts";
import { withoutMassMentions } from "../../tickets/text.ts";
import { cutText } from "../../text/index.ts";
import type { Report, Words } from "../../words/words.ts";
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
export function newsReply(words: Words, news: News, facts: NewsFacts): Reply {
  const report = reportOf(facts);
  switch (news) {
    case "merged":
      return { markdown: words.merged };
    case "fixed":
      return { markdown: words.fixed(report) };
    case "closed_as_fixed":
      return { markdown: words.closedAsFixed(report), buttons: [yesOrNo(words, facts)] };
    case "closed":
      return { markdown: words.closed(report) };
    case "not_planned":
      return { markdown: words.notPlanned(report) };
    case "duplicate":
      return { markdown: words.duplicate(report, linkTo(facts, facts.duplicateOf)) };
    case "reopened":
      return { markdown: words.reopened(report) };
    case "in_prerelease": {
      const release = releaseName(words, facts, facts.preRelease);
      return {
        markdown: words.inPrerelease(release, report.isWish),
        buttons: [yesOrNo(words, facts)],
      };
    }
    case "shipped":
      return shippedReply(words, facts);
  }
}

function shippedReply(words: Words, facts: NewsFacts): Reply {
  const { shippedIn, shippedUrl } = facts.issue;
  const release = shippedIn === null ? null : { tag: shippedIn, url: shippedUrl ?? "" };
  const said = words.shipped(releaseName(words, facts, release), reportOf(facts).isWish);
  // Who has said yes to a pre-release is not asked again.
  if (facts.ticket.resolution === "confirmed") return { markdown: said };
  return { markdown: `${said} ${words.doesItWork}`, buttons: [yesOrNo(words, facts)] };
}

function yesOrNo(words: Words, { ticket }: NewsFacts): NonNullable<Reply["buttons"]>[number] {
  const value = String(ticket.id);
  return [
    { action: "fix_works", label: words.works, value, style: "primary" },
    { action: "fix_fails", label: words.worksNot, value },
  ];
}

function releaseName(
  words: Words,
  { repository }: NewsFacts,
  release: { tag: string; url: string } | null,
): string {
  if (release === null) return words.newestRelease;
  const name = cutText(withoutMassMentions(release.tag).replace(/[[\]()<>`*\\\s]/gu, ""), 80);
  return repository.isPrivate || !/^https?:\/\//u.test(release.url) ? name : `[${name}](${release.url})`;
}

function reportOf(facts: NewsFacts): Report {
  return { isWish: facts.ticket.type === "feature", link: linkTo(facts, facts.issue) };
}

/** Makes a link of a name, where members may see what it leads to. */
function linkTo({ repository }: NewsFacts, to: { url: string } | null): (name: string) => string {
  return (name) => (to === null || repository.isPrivate ? name : `[${name}](${to.url})`);
}
