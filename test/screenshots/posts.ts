import type { FeedbackStatus, FeedbackType } from "@firstline/core";

export type WishedFor = {
  title: string;
  description: string;
  type: FeedbackType;
  status: FeedbackStatus;
  /** What its voters read; "" where nothing was said. */
  comment: string;
  /** What agents note among themselves. */
  note?: string;
  /** How many of `VOTERS` ask for it. */
  voters: number;
  daysAgo: number;
};

/** Invented people and companies; null: somebody on their own. */
export const VOTERS: { name: string; company: { name: string; mrrUsd: number } | null }[] = [
  { name: "Ada Quist", company: { name: "Harbor Freightworks", mrrUsd: 4200 } },
  { name: "Tomás Ruiz", company: { name: "Lumen Clinics", mrrUsd: 890 } },
  { name: "Priya Nair", company: { name: "Harbor Freightworks", mrrUsd: 4200 } },
  { name: "Jonas Weber", company: { name: "Kitewerk", mrrUsd: 240 } },
  { name: "Mei Tanaka", company: null },
  { name: "Olu Adeyemi", company: { name: "Paperboat Games", mrrUsd: 1500 } },
  { name: "Sofia Lind", company: null },
  { name: "Karim Haddad", company: { name: "Lumen Clinics", mrrUsd: 890 } },
  { name: "Wren Castle", company: { name: "Oakline Schools", mrrUsd: 120 } },
  { name: "Leila Farah", company: null },
  { name: "Ivo Petrov", company: { name: "Paperboat Games", mrrUsd: 1500 } },
  { name: "Grace Mbeki", company: null },
];

export const POSTS: WishedFor[] = [
  {
    title: "Answer in the language of the question",
    description:
      "Half of our members write in Spanish or Portuguese, and the articles are in English. They should get their answer in the language they asked in, with a link to the translated article where there is one.",
    type: "feature_request",
    status: "planned",
    comment: "We begin with the six languages that the help center speaks, and add more as you ask for them.",
    note: "Harbor asked for this in their renewal call, too.",
    voters: 11,
    daysAgo: 41,
  },
  {
    title: "Quiet hours for the agent channel",
    description:
      "At night nobody reads escalations. Collect them, and post one list in the morning; tell the member when somebody will be there.",
    type: "feature_request",
    status: "planned",
    comment: "",
    voters: 6,
    daysAgo: 33,
  },
  {
    title: "Move a ticket to another channel",
    description:
      "Questions about billing land in #help. Agents should move the thread with everything in it.",
    type: "improvement",
    status: "planned",
    comment: "",
    voters: 4,
    daysAgo: 12,
  },
  {
    title: "Suggest articles while somebody types a post",
    description:
      "Many questions in a forum were answered before. Show the best three articles before it is posted.",
    type: "feature_request",
    status: "in_progress",
    comment: "Being tried out in two forums. It comes to everybody when they like it.",
    voters: 8,
    daysAgo: 58,
  },
  {
    title: "Export conversations as CSV",
    description: "For our quarterly review we need all tickets with type, times, rating and who solved them.",
    type: "feature_request",
    status: "in_progress",
    comment: "",
    voters: 5,
    daysAgo: 27,
  },
  {
    title: "Vote from the thread where I asked",
    description: "When my question turns out to be a missing feature, let me vote right there.",
    type: "feature_request",
    status: "completed",
    comment: "It is there: under the answer stands a button that makes a post, or finds the one to vote for.",
    voters: 9,
    daysAgo: 90,
  },
  {
    title: "Dark mode for the help center",
    description: "I read the articles at night.",
    type: "improvement",
    status: "completed",
    comment: "The pages follow your system; the button in the header overrules it.",
    voters: 7,
    daysAgo: 75,
  },
  {
    title: "Hide solved threads from the forum's first page",
    description: "Solved questions push the open ones down. An archive after a day would do.",
    type: "improvement",
    status: "under_review",
    comment: "",
    voters: 3,
    daysAgo: 9,
  },
  {
    title: "Attach a screen recording to a question",
    description: "Some bugs can only be shown. A short video of up to a minute would save many words.",
    type: "feature_request",
    status: "open",
    comment: "",
    voters: 3,
    daysAgo: 5,
  },
  {
    title: "The search forgets what I typed when I go back",
    description: "I search, open a result, go back, and the search field is empty again.",
    type: "bug_report",
    status: "open",
    comment: "",
    voters: 2,
    daysAgo: 2,
  },
];

export const NEWS: { title: string; body: string; daysAgo: number }[] = [
  {
    title: "Vote where you asked",
    body: "Under an answer to a **feature request** stands a new button now. It finds the post that asks for the same, or makes one of your question:\n\n- your vote is counted at once\n- you hear in your own thread when it is planned, and when it is there",
    daysAgo: 21,
  },
  {
    title: "The help center gets dark",
    body: "All pages follow the color scheme of your system. If you would rather decide yourself, use the button in the header.",
    daysAgo: 8,
  },
  {
    title: "Search finds what you mean",
    body: "Results name the passage that answers you, and open the article right there. Searches without a result are shown to us, so we know [what to write next](/articles/write-good-articles).",
    daysAgo: 1,
  },
];
