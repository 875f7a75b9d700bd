import { renderArticle } from "@firstline/web/pages";
import type {
  ArticleLink,
  ArticlePage,
  CategoryNode,
  PageContent,
  PageView,
  PostLink,
  SiteFrame,
} from "@firstline/web/pages";

/** One made-up help center with a page of each kind, so that looks and structure can be checked without a database. */
export const FRAME: SiteFrame = {
  title: "Harbor Help",
  tagline: "Everything about shipping with Harbor, from the first container to the last mile.",
  logoUrl: null,
  accentColor: "#2456e6",
  accentColorDark: null,
  links: [
    { label: "Product", href: "https://harbor.example/" },
    { label: "Status", href: "https://status.harbor.example/" },
  ],
  baseUrl: "https://help.harbor.example",
  locale: "en",
  prefix: "",
  parts: { beta: true, roadmap: true, changelog: true },
};

const MARKDOWN = `Harbor runs your jobs in containers that start in under a second. This guide takes you from nothing to a running job.

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

const link = (articleId: number, title: string, description = "", isBeta = false): ArticleLink => ({
  articleId,
  title,
  href: `/articles/${title.toLowerCase().replaceAll(/\W+/gu, "-")}`,
  description,
  updatedAt: "2026-11-02T10:00:00.000Z",
  isBeta,
});

const ARTICLES = [
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

const CATEGORIES = [
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

const post = (
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

const POSTS = [
  post(1, "Cost for each customer", "planned", 128),
  post(2, "Pause all schedules at once", "planned", 41, "improvement"),
  post(3, "Run jobs on our own machines", "in_progress", 310),
  post(4, "Logs lose lines with emoji", "under_review", 7, "bug_report"),
  post(5, "Webhooks when a job fails", "completed", 96),
];

async function articlePage(): Promise<ArticlePage> {
  const title = "Run your first job";
  const { html, headings } = await renderArticle({ title, content: MARKDOWN, locale: "en" });
  return {
    kind: "article",
    articleId: 1,
    crumbs: [
      { label: "Help center", href: "/" },
      { label: "Getting started", href: "/categories/getting-started" },
    ],
    title,
    html,
    headings,
    isBeta: false,
    publishedAt: "2026-10-01T08:00:00.000Z",
    updatedAt: "2026-11-02T10:00:00.000Z",
    textLocale: null,
    editUrl: "https://github.com/harbor/docs/edit/main/first-job.md",
    markdownPath: "/articles/run-your-first-job.md",
    previous: null,
    next: ARTICLES[1] ?? null,
    related: ARTICLES.slice(1),
    category: CATEGORY,
  };
}

const view = (path: string, title: string, content: PageContent, frame = FRAME): PageView => ({
  frame,
  head: {
    title,
    description: "How Harbor works.",
    path: `${frame.prefix}${path}` || "/",
    canonicalPath: null,
    alternates: [
      { locale: "en", path: path || "/" },
      { locale: "ar", path: `/ar${path}` },
    ],
    noindex: content.kind === "search" || content.kind === "not_found",
    imagePath: null,
  },
  content,
});

const IN_ARABIC: SiteFrame = {
  ...FRAME,
  locale: "ar",
  prefix: "/ar",
  title: "مساعدة هاربر",
  tagline: "كل شيء عن هاربر.",
};

const COLUMNS = (["under_review", "planned", "in_progress", "completed"] as const).map((status) => {
  const posts = POSTS.filter((one) => one.status === status);
  return { status, posts, total: status === "planned" ? 9 : posts.length };
});
const ROADMAP: PageContent = { kind: "roadmap", columns: COLUMNS, hasDownVotes: true };
const HOME: PageContent = {
  kind: "home",
  categories: CATEGORIES,
  popular: ARTICLES,
  recent: ARTICLES.toReversed(),
};

const ENTRY = {
  title: "Webhooks when a job fails",
  slug: "webhooks-when-a-job-fails",
  html: "<p>Harbor now calls your address when a job fails for the last time.</p><ul><li>Signed</li><li>Retried</li></ul>",
  publishedAt: "2026-11-10T09:00:00.000Z",
  postHref: "/roadmap/5-post",
};

const POST: PageContent = {
  kind: "post",
  post: post(3, "Run jobs on our own machines", "in_progress", 310),
  html: "<p>Some of our jobs touch data that must not leave our network.</p><h2>What we would need</h2><p>An agent that takes jobs and runs them.</p>",
  createdAt: "2026-08-01T10:00:00.000Z",
  authorName: "Ada",
  history: [
    {
      kind: "status_changed",
      value: "in_progress",
      comment: "The first version runs on our own machines.",
      at: "2026-11-01T10:00:00.000Z",
    },
    { kind: "merged", value: "Self-hosted runners", comment: "", at: "2026-09-01T10:00:00.000Z" },
    { kind: "created", value: null, comment: "", at: "2026-08-01T10:00:00.000Z" },
  ],
  articleLink: { label: "Jobs on your machines", href: "/articles/jobs-on-your-machines" },
  changelogHref: null,
  hasDownVotes: true,
};

/** By name; the name is also the path under which `servePages` has it. */
export async function specimens(): Promise<Record<string, PageView>> {
  const article = await articlePage();
  const crumbs = [{ label: "Help center", href: "/" }];
  const older = { ...ENTRY, title: "Faster starts", slug: "faster-starts", postHref: null };
  const beta = [link(9, "Jobs on your machines", "Try it out.", true)];
  return {
    home: view("", "", HOME),
    category: view("/categories/getting-started", "Getting started", {
      kind: "category",
      crumbs,
      category: CATEGORY,
    }),
    article: view("/articles/run-your-first-job", "Run your first job", article),
    beta: view("/beta", "Beta articles", { kind: "beta", articles: beta }),
    search: view("/search", "Search", { kind: "search" }),
    notFound: view("/404", "Not found", { kind: "not_found" }),
    changelog: view("/changelog", "Changelog", {
      kind: "changelog",
      entries: [ENTRY, older],
      older: "/changelog/2",
      newer: null,
    }),
    roadmap: view("/roadmap", "Roadmap", ROADMAP),
    planned: view("/roadmap/planned", "Planned", {
      kind: "roadmap",
      columns: COLUMNS.slice(1, 2),
      hasDownVotes: false,
    }),
    post: view("/roadmap/3-post", "Run jobs on our own machines", POST),
    homeArabic: view("", "", HOME, IN_ARABIC),
    articleArabic: view(
      "/articles/run-your-first-job",
      "Run your first job",
      { ...article, textLocale: "en" },
      IN_ARABIC,
    ),
    roadmapArabic: view("/roadmap", "Roadmap", ROADMAP, IN_ARABIC),
  };
}
