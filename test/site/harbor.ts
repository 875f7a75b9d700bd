import type { ArticleLink, CategoryNode, PostLink, SiteFrame } from "@firstline/web/pages";

/** The frame of a made-up help center. */
export const FRAME: SiteFrame = {
  title: "Harbor Help",
  tagline: "Everything about shipping with Harbor, from the first container to the last mile.",
  logoUrl: null,
  accentColor: "#2456e6",
  accentColorDark: null,
  themePath: "/theme.css",
  links: [
    { label: "Product", href: "https://harbor.example/" },
    { label: "Status", href: "https://status.harbor.example/" },
  ],
  baseUrl: "https://help.harbor.example",
  locale: "en",
  prefix: "",
  parts: { beta: true, roadmap: true, changelog: true },
};

export const IN_ARABIC: SiteFrame = {
  ...FRAME,
  locale: "ar",
  prefix: "/ar",
  title: "مساعدة هاربر",
  tagline: "كل شيء عن هاربر.",
};

export const link = (articleId: number, title: string, description = "", isBeta = false): ArticleLink => ({
  articleId,
  title,
  href: `/articles/${title.toLowerCase().replaceAll(/\W+/gu, "-")}`,
  description,
  updatedAt: "2026-11-02T10:00:00.000Z",
  isBeta,
});

export const ARTICLES = [
  link(1, "Run your first job", "From nothing to a running job in five minutes."),
  link(2, "Schedules and time zones", "When a job runs, and how to say so."),
  link(3, "Retries", "What happens when a job fails, and how often it is tried again."),
  link(4, "Secrets", "Keep keys and passwords out of your code."),
];

export const CATEGORY: CategoryNode = {
  name: "Getting started",
  href: "/categories/getting-started",
  description: "Set up, run your first job and learn the words.",
  icon: "rocket",
  articleCount: 6,
  articles: ARTICLES,
  children: [
    {
      name: "Moving to Harbor",
      href: "/categories/moving",
      description: "Bring your jobs along from elsewhere.",
      icon: "🚚",
      articleCount: 2,
      articles: [],
      children: [],
    },
  ],
};

export const CATEGORIES = [
  CATEGORY,
  {
    ...CATEGORY,
    name: "Jobs",
    href: "/categories/jobs",
    icon: "gear",
    description: "Write, run and watch them.",
    articleCount: 24,
  },
  {
    ...CATEGORY,
    name: "Billing",
    href: "/categories/billing",
    icon: "card",
    description: "Plans, invoices and limits.",
    articleCount: 9,
  },
  {
    ...CATEGORY,
    name: "Accounts and teams",
    href: "/categories/teams",
    icon: "users",
    description: "",
    articleCount: 12,
  },
  {
    ...CATEGORY,
    name: "Security",
    href: "/categories/security",
    icon: "🔐",
    description: "How your data is kept.",
    articleCount: 1,
  },
  {
    ...CATEGORY,
    name: "Troubleshooting",
    href: "/categories/troubleshooting",
    icon: null,
    description: "When something does not work.",
    articleCount: 31,
  },
];

export const post = (
  postId: number,
  title: string,
  status: PostLink["status"],
  upvotes: number,
  type: PostLink["type"] = "feature_request",
): PostLink => ({
  postId,
  title,
  href: `/roadmap/${postId}-post`,
  status,
  type,
  excerpt: "We run many jobs for many customers and would like to see which of them costs how much.",
  upvotes,
  downvotes: 2,
});

export const POSTS = [
  post(1, "Cost for each customer", "planned", 128),
  post(2, "Pause all schedules at once", "planned", 41, "improvement"),
  post(3, "Run jobs on our own machines", "in_progress", 310),
  post(4, "Logs lose lines with emoji", "under_review", 7, "bug_report"),
  post(5, "Webhooks when a job fails", "completed", 96),
];

export const ENTRY = {
  title: "Webhooks when a job fails",
  slug: "webhooks-when-a-job-fails",
  html: "<p>Harbor now calls your address when a job fails for the last time.</p><ul><li>Signed</li><li>Retried</li></ul>",
  publishedAt: "2026-11-10T09:00:00.000Z",
  postHref: "/roadmap/5-post",
};

/** An article with everything that Markdown can bring. */
export const MARKDOWN = `Harbor runs your jobs in containers that start in under a second. This guide takes you from nothing to a running job.

## Before you begin

You need an account and the \`harbor\` command. [Create an account](https://harbor.example/join) if you have none.

> [!NOTE]
> The free plan runs three jobs at a time.

### Install the command

\`\`\`sh
npm install --global @harbor/cli
harbor login # opens your browser
\`\`\`

On Windows, use the installer instead.

## Write your first job

A job is a function with a name:

\`\`\`ts
import { job } from "@harbor/sdk";

// Runs every night, and again when it failed.
export const report = job("report", { schedule: "0 3 * * *", retries: 3 }, async (ctx) => {
  const rows = await ctx.db.query("select * from orders where day = $1", [ctx.today]);
  return \`\${rows.length} orders\`;
});
\`\`\`

> [!WARNING]
> A job that runs longer than 15 minutes is stopped. Split it up.

## Choose a size

| Size | Memory | Price a minute | Good for |
| :--- | ---: | ---: | :--- |
| Small | 512 MB | $0.0004 | Webhooks, mail, small reports |
| Medium | 2 GB | $0.0016 | Imports and exports |
| Large | 8 GB | $0.0064 | Pictures, films and everything with a model in it |

## Check the list

- [x] The command is installed
- [x] You are logged in
- [ ] The first job ran

1. Open the dashboard.
2. Choose **Jobs**, then *report*.
   - A green mark means that it ran.
   - A red one leads to the log[^log].
3. Press **R** to run it again.

> Containers are cattle, not pets.

[^log]: Logs are kept for 30 days.
`;
