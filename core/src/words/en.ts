import type { schema } from "@firstline/db";
import type { BugPiece } from "../ports.ts";

/** The issue behind a ticket as a member knows it. `link` makes a link of a name, where members may see the issue. */
export type Report = { isWish: boolean; link: (name: string) => string };

const report = ({ isWish, link }: Report): string => link(isWish ? "request" : "bug report");
/** As a question goes on behind a colon: "Qué" in "¿Qué", too. */
export const lowerFirst = (text: string): string => text.replace(/\p{L}/u, (letter) => letter.toLowerCase());
const done = (isWish: boolean): string => (isWish ? "done" : "fixed");

/** What members read in a thread. The other languages say the same in the same places. */
export const en = {
  aiAnswer: "AI answer from the knowledge base",
  sources: "Sources",
  askBack: "Does this answer your question? If not, tell me a bit more and I'll look again.",
  whichOfThese: (readings: string) => `Which of these do you mean: ${readings}?`,
  or: "or",
  nothingFound: "I found nothing about this in the articles I know.",
  solved: "This solved it",
  notSolved: "Not solved",
  /** Stands in place of what was said, once everything of its asker was erased. */
  erased: "(deleted)",
  askPerson: "Ask a person",

  handover: {
    ai_low_confidence:
      "I'm not sure enough to answer this myself, so I've asked the team. A person will answer you here.",
    user_requested: "I've asked the team. A person will answer you here.",
    complex_issue: "This needs a person, so I've asked the team. A person will answer you here.",
  } satisfies Record<(typeof schema.ESCALATION_TYPES)[number], string>,
  meanwhile: "Meanwhile, this may help:",
  /** `agent`: Markdown. */
  claimed: (agent: string) => `${agent} is looking into this and will answer you here.`,

  howDidWeDo: "Glad that it's solved! How did we do?",
  notSolvedAfterAll: "Not solved after all",
  thanksForRating: (rating: number) => `Thanks for the ${rating} ★!`,
  sorryForRating: (rating: number) => `Thanks for telling us: ${rating} ★. We'll try to do better.`,
  greeting:
    "Hi! Ask me a question in a sentence or two and I'll look for the answer in the knowledge base. When I'm not sure, a person takes over.",

  makeRequest: "Make it a feature request",
  othersAsked:
    "Others have asked for something like this. A vote for theirs helps more than a second post. Is it one of these?",
  voteFor: (title: string) => `Vote for: ${title}`,
  makeMine: "None of these, make mine",

  bugPieces: {
    steps: "What did you do, step by step, just before it happened?",
    actual: "What happened then?",
    expected: "What did you expect instead?",
    error_text: "Is there an error message? If so, please paste it as text.",
    environment: "Which version do you use, and on which system or browser?",
  } satisfies Record<BugPiece, string>,
  askOnePiece: (question: string) =>
    `Thank you for the report. One thing would help the developers: ${lowerFirst(question)}`,
  askPieces: (list: string) =>
    `Thank you for the report. Could you add what you know of this? It helps the developers to find the bug.\n\n${list}`,
  /** `url`: null where members may not see the issue. */
  filed: (url: string | null) =>
    `I've filed this as a bug report for the developers${url === null ? "." : `: ${url}`} You'll hear here what becomes of it.`,
  linked: (url: string | null) =>
    `This looks like a bug that the developers know already${url === null ? "." : `: ${url}`} Your report now counts towards it, and you'll hear here what becomes of it.`,
  fromMaintainers: "From the maintainers:",

  merged: "A fix for this has been merged. I'll tell you here when it is released.",
  fixed: (issue: Report) =>
    `The team has closed the ${report(issue)} as ${done(issue.isWish)}. I'll tell you here when it is released.`,
  closedAsFixed: (issue: Report) =>
    `The team has closed the ${report(issue)} as ${done(issue.isWish)}. Does it work for you now?`,
  closed: (issue: Report) =>
    `The team has closed the ${report(issue)}. If this still matters to you, tell me here.`,
  notPlanned: (issue: Report) =>
    `The team has decided not to go on with this: the ${report(issue)} was closed as "not planned". If you need a way around it, write here.`,
  /** `other` makes a link to the other issue, where members may see it. */
  duplicate: (issue: Report, other: (name: string) => string) =>
    `The team has closed the ${report(issue)} as a duplicate of ${other("another one")}.`,
  reopened: (issue: Report) =>
    `The ${report(issue)} has been opened again, so this is not settled yet. I'll tell you here what comes of it.`,
  inPrerelease: (release: string, isWish: boolean) =>
    `${isWish ? "This" : "A fix for this"} is in the pre-release ${release}. If you can try it: does it work for you? I'll tell you as well when it is in a full release.`,
  shipped: (release: string, isWish: boolean) => `This is ${done(isWish)} in ${release}.`,
  newestRelease: "the newest release",
  doesItWork: "Does it work for you now?",
  works: "Yes, it works",
  worksNot: "No, not yet",
  whatIsStillSeen: "Thank you for trying it. What do you still see? Write it here; the team gets it.",
};
