import type { schema } from "@firstline/db";
import type { Category } from "../knowledge/categories/category.ts";
import type { FeedbackSettings, SiteSettings } from "../workspaces/index.ts";

/** A published article without its text. */
export type SiteArticle = {
  id: number;
  slug: string;
  title: string;
  categoryId: number | null;
  isBeta: boolean;
  /** Null: the first language of the help center. */
  locale: string | null;
  translationOfId: number | null;
  displayOrder: number;
  /** Where it lives, when that is not the help center. */
  sourceUrl: string | null;
  sourcePath: string | null;
  viewCount: number;
  publishedAt: Date | null;
  updatedAt: Date;
  /** Hash of title and text. */
  textHash: string;
  /** What its prepared page was made of; null while there is none. */
  renderKey: string | null;
  description: string;
  /** Articles of the same matter, the nearest first; some may not be public any more. */
  relatedIds: number[];
};

/** Hidden ones are not listed; their articles can be read by whoever has the address. */
export type SiteCategory = Omit<Category, "workspaceId" | "createdAt" | "updatedAt">;

export type SitePost = {
  id: number;
  title: string;
  /** The beginning of the description. */
  excerpt: string;
  type: (typeof schema.FEEDBACK_TYPES)[number];
  status: (typeof schema.FEEDBACK_STATUSES)[number];
  upvotes: number;
  downvotes: number;
  weightedScore: number;
  articleId: number | null;
  createdAt: Date;
  statusChangedAt: Date | null;
  /** Hash of title and description. */
  textHash: string;
  /** Hash of which events its page tells of; empty where there are none. */
  historyHash: string;
};

export type SiteEntry = {
  id: number;
  slug: string;
  title: string;
  postId: number | null;
  publishedAt: Date;
  /** Hash of title and text. */
  textHash: string;
};

/** An old address, and what it was the address of. */
export type SiteRedirect =
  | { kind: "article"; slug: string; articleId: number }
  | { kind: "category"; slug: string; categoryId: number }
  | { kind: "post"; postId: number; title: string; intoId: number };

/** Everything that decides which public pages there are and how they hang together; the texts are read apart. */
export type SiteStructure = {
  workspaceName: string;
  site: SiteSettings;
  feedback: Pick<FeedbackSettings, "downVotes">;
  categories: SiteCategory[];
  articles: SiteArticle[];
  /** The highest score first. */
  posts: SitePost[];
  /** The latest first. */
  entries: SiteEntry[];
  redirects: SiteRedirect[];
};
