/** What the pages show: filled by the publisher, laid out by the templates. Everything in it is public. */

export type Link = { label: string; href: string };

/** The same around every page of one language. */
export type SiteFrame = {
  /** Of the help center. */
  title: string;
  tagline: string;
  logoUrl: string | null;
  accentColor: string;
  accentColorDark: string | null;
  /** Of the stylesheet with these colors; another one when they change. */
  themePath: string;
  links: Link[];
  /** Absolute, without a slash at its end. */
  baseUrl: string;
  locale: string;
  /** Path prefix of the locale: "" for the first one, else "/de" and the like. */
  prefix: string;
  /** Which parts the header leads to. */
  parts: { beta: boolean; roadmap: boolean; changelog: boolean };
};

export type PageHead = {
  /** Without the help center's name. */
  title: string;
  description: string;
  /** Path of this page, with the locale's prefix. */
  path: string;
  /** Where the same content stands first, when it is not here. */
  canonicalPath: string | null;
  /** This page in each language that it exists in, its own among them. */
  alternates: { locale: string; path: string }[];
  noindex: boolean;
  /** Path of the preview picture; null: the help center's. */
  imagePath: string | null;
};

export type ArticleLink = {
  articleId: number;
  title: string;
  href: string;
  description: string;
  /** ISO 8601. */
  updatedAt: string;
  isBeta: boolean;
};

export type CategoryLink = {
  name: string;
  href: string;
  description: string;
  /** An emoji or the name of one of the built-in pictures. */
  icon: string | null;
  articleCount: number;
};

/** A category with what is in it, for the tree beside an article and the category's own page. */
export type CategoryNode = CategoryLink & { articles: ArticleLink[]; children: CategoryNode[] };

export type Heading = { level: number; text: string; anchor: string };

export type HomePage = {
  kind: "home";
  categories: CategoryLink[];
  popular: ArticleLink[];
  recent: ArticleLink[];
};

export type CategoryPage = { kind: "category"; crumbs: Link[]; category: CategoryNode };

export type ArticlePage = {
  kind: "article";
  articleId: number;
  crumbs: Link[];
  title: string;
  /** Sanitised. */
  html: string;
  headings: Heading[];
  isBeta: boolean;
  publishedAt: string | null;
  updatedAt: string;
  /** Language of the text, when it is not the page's: no translation exists yet. */
  textLocale: string | null;
  editUrl: string | null;
  /** The article as Markdown. */
  markdownPath: string;
  previous: ArticleLink | null;
  next: ArticleLink | null;
  related: ArticleLink[];
  /** The article's category with its neighbors, for the side. */
  category: CategoryNode | null;
};

export type BetaPage = { kind: "beta"; articles: ArticleLink[] };
export type SearchPage = { kind: "search" };
export type NotFoundPage = { kind: "not_found" };

export type ChangelogEntryView = {
  title: string;
  slug: string;
  /** Sanitised. */
  html: string;
  publishedAt: string;
  /** The feedback post that it completes. */
  postHref: string | null;
};
export type ChangelogPage = {
  kind: "changelog";
  entries: ChangelogEntryView[];
  older: string | null;
  newer: string | null;
};

export type PostStatus = "open" | "under_review" | "planned" | "in_progress" | "completed" | "wont_fix";
export type PostType = "feature_request" | "bug_report" | "improvement";

export type PostLink = {
  postId: number;
  title: string;
  href: string;
  status: PostStatus;
  type: PostType;
  excerpt: string;
  upvotes: number;
  downvotes: number;
};

/** One column for each status: under review, planned, in progress, completed; open ones in a list of their own. */
export type RoadmapColumn = {
  status: PostStatus;
  posts: PostLink[];
  /** With those that are not shown here. */
  total: number;
  /** Where the list goes on, and how many posts come there. */
  more: { href: string; count: number } | null;
};

export type RoadmapPage = {
  kind: "roadmap";
  columns: RoadmapColumn[];
  hasDownVotes: boolean;
};

export type PostEventView = {
  kind: "created" | "status_changed" | "merged";
  /** The new status, or the title of the post that was merged into this one. */
  value: string | null;
  /** What was said with it: sanitised; "" where nothing was. */
  html: string;
  at: string;
};

export type PostPage = {
  kind: "post";
  post: PostLink;
  /** Sanitised. */
  html: string;
  createdAt: string;
  /** First name or none: members decide what is known of them. */
  authorName: string | null;
  history: PostEventView[];
  articleLink: Link | null;
  changelogHref: string | null;
  hasDownVotes: boolean;
};

export type PageContent =
  | HomePage
  | CategoryPage
  | ArticlePage
  | BetaPage
  | SearchPage
  | NotFoundPage
  | ChangelogPage
  | RoadmapPage
  | PostPage;

export type PageView = { frame: SiteFrame; head: PageHead; content: PageContent };
