import { renderArticle } from "@firstline/web/pages";
import type { ArticlePage, PageContent, PageView } from "@firstline/web/pages";
import {
  ARTICLES,
  CATEGORIES,
  CATEGORY,
  ENTRY,
  FRAME,
  IN_ARABIC,
  link,
  MARKDOWN,
  post,
  POSTS,
} from "./harbor.ts";

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

const COLUMNS = (["under_review", "planned", "in_progress", "completed"] as const).map((status) => {
  const posts = POSTS.filter((one) => one.status === status);
  const more = status === "planned" ? { href: "/roadmap/planned", count: 9 - posts.length } : null;
  return { status, posts, total: posts.length + (more?.count ?? 0), more };
});
const ROADMAP: PageContent = { kind: "roadmap", columns: COLUMNS, hasDownVotes: true };
const HOME: PageContent = {
  kind: "home",
  categories: CATEGORIES,
  popular: ARTICLES,
  recent: ARTICLES.toReversed(),
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
      html: "<p>The <strong>first version</strong> runs on our own machines.</p>",
      at: "2026-11-01T10:00:00.000Z",
    },
    { kind: "merged", value: "Self-hosted runners", html: "", at: "2026-09-01T10:00:00.000Z" },
    { kind: "created", value: null, html: "", at: "2026-08-01T10:00:00.000Z" },
  ],
  articleLink: { label: "Jobs on your machines", href: "/articles/jobs-on-your-machines" },
  changelogHref: null,
  hasDownVotes: true,
};

/**
 * A page of each kind, so that looks and structure can be checked without a database. By name; the name is also the path
 * under which `servePages` has it.
 */
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
    postArabic: view("/roadmap/3-post", "Run jobs on our own machines", POST, IN_ARABIC),
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
