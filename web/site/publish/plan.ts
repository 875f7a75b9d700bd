import type { PageView, SiteFrame } from "../views.ts";

/** What a page still lacks: texts, which are read for the pages that are made and for no others. */
export type Body =
  | { kind: "article"; articleId: number; key: string }
  | { kind: "post"; postId: number; key: string }
  | { kind: "entries"; entryIds: number[]; key: string };

/** What is to stand at an address. */
export type Planned =
  | { kind: "page"; view: PageView; body: Body | null }
  | { kind: "text"; text: string }
  /** The article as Markdown. */
  | { kind: "markdown"; articleId: number; title: string; key: string }
  /** News as a feed. */
  | { kind: "feed"; frame: SiteFrame; entries: FeedEntry[]; key: string }
  /** The article has not been made ready yet: what stands there stays. */
  | { kind: "hold"; articleId: number };

export type FeedEntry = { id: number; title: string; path: string; at: string };

/**
 * All of a site: what stands at each path. Paths are decoded, begin with a slash and have no other at their end; those of
 * pages carry no extension.
 */
export type SitePlan = {
  pages: Map<string, () => Planned>;
  /** Decoded paths that lead on, to encoded ones. */
  redirects: Map<string, string>;
};

/** A step of planning: adds what it knows of. */
export type PlanPart = (plan: SitePlan) => void;

export const encodeSegment = (slug: string): string => encodeURIComponent(slug);
