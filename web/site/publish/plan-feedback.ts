import type { SiteEntry, SitePost, SiteStructure } from "@firstline/core";
import { toPlainText, toSlug } from "@firstline/core";
import { textsFor } from "../texts/index.ts";
import type {
  ChangelogEntryView,
  PageHead,
  PostLink,
  PostStatus,
  RoadmapColumn,
  SiteFrame,
} from "../views.ts";
import { headOf } from "./frame.ts";
import type { LocaleSite } from "./locale-site.ts";
import { encodeSegment } from "./plan.ts";
import type { Planned, PlanPart } from "./plan.ts";

const COLUMNS: readonly PostStatus[] = ["under_review", "planned", "in_progress", "completed"];
const STATUSES: readonly PostStatus[] = ["open", ...COLUMNS, "wont_fix"];
/** Nobody votes here any more: what has just been decided comes first, whatever its score. */
const DONE: readonly PostStatus[] = ["completed", "wont_fix"];
const IN_COLUMN = 20;
/** On one page of it. */
const IN_LIST = 500;
const ENTRIES_ON_PAGE = 10;
const IN_FEED = 30;

export type FeedbackParts = { structure: SiteStructure; frame: SiteFrame; site: LocaleSite };

/** `/roadmap/12-dark-mode`: the number finds the post, the words are for people. */
export function postPath(post: Pick<SitePost, "id" | "title">): string {
  const words = toSlug(post.title).replaceAll(".", "-").slice(0, 60).replace(/-+$/u, "");
  return `/roadmap/${post.id}${words === "" ? "" : `-${words}`}`;
}

/** The roadmap, a list for each status, a page for each post. */
export function planRoadmap(parts: FeedbackParts): PlanPart {
  const { structure, site } = parts;
  return ({ pages }) => {
    if (!structure.site.roadmap) return;
    const byStatus = Map.groupBy(structure.posts, (post) => post.status);
    for (const status of DONE) byStatus.get(status)?.sort(lastDoneFirst);
    /** A part of a status's list, and the address where it goes on. */
    const columnOf = (status: PostStatus, from: number, to: number, next: string): RoadmapColumn => {
      const posts = byStatus.get(status) ?? [];
      const count = posts.length - to;
      return {
        status,
        posts: posts.slice(from, to).map((post) => toLink(site, post)),
        total: posts.length,
        more: count > 0 ? { href: site.prefix + next, count } : null,
      };
    };
    const texts = textsFor(site.locale);
    const board = (): RoadmapColumn[] =>
      COLUMNS.map((status) => columnOf(status, 0, IN_COLUMN, listPath(status, 1)));
    pages.set(`${site.prefix}/roadmap`, () => planColumns(parts, "/roadmap", texts.say("roadmap"), board()));
    for (const status of STATUSES) {
      const count = Math.max(1, Math.ceil((byStatus.get(status)?.length ?? 0) / IN_LIST));
      for (let page = 1; page <= count; page += 1) {
        const path = listPath(status, page);
        const list = (): RoadmapColumn[] => [
          columnOf(status, (page - 1) * IN_LIST, page * IN_LIST, listPath(status, page + 1)),
        ];
        pages.set(site.prefix + path, () => planColumns(parts, path, texts.say(status), list()));
      }
    }
    for (const post of structure.posts) pages.set(site.prefix + postPath(post), () => planPost(parts, post));
  };
}

const listPath = (status: PostStatus, page: number): string =>
  page === 1 ? `/roadmap/${status}` : `/roadmap/${status}/${page}`;

function planColumns(
  { structure, frame }: FeedbackParts,
  path: string,
  title: string,
  columns: RoadmapColumn[],
): Planned {
  return {
    kind: "page",
    view: {
      frame,
      head: headOf(structure, frame, { title, path }),
      content: { kind: "roadmap", columns, hasDownVotes: structure.feedback.downVotes },
    },
    body: null,
  };
}

const doneAt = ({ statusChangedAt, createdAt }: SitePost): number => (statusChangedAt ?? createdAt).getTime();
const lastDoneFirst = (a: SitePost, b: SitePost): number => doneAt(b) - doneAt(a);

function toLink({ prefix }: LocaleSite, post: SitePost): PostLink {
  const { id, title, status, type, upvotes, downvotes } = post;
  const href = prefix + encodePath(postPath(post));
  return { postId: id, title, href, status, type, excerpt: excerptOf(post), upvotes, downvotes };
}

const encodePath = (path: string): string => path.split("/").map(encodeSegment).join("/");

/** A link or a tag of which the start alone was read. */
const CUT_OFF = /(?:!?\[([^\][]*)\]\([^()]*|<\/?[A-Za-z!][^<>]*)$/u;

/** One line of plain words, however the description was written. */
function excerptOf({ excerpt }: SitePost): string {
  const words = toPlainText(excerpt.replace(CUT_OFF, "$1"));
  return words.length <= 160 ? words : `${words.slice(0, 160).replace(/\s+\S*$/u, "")} …`;
}

function planPost({ structure, frame, site }: FeedbackParts, post: SitePost): Planned {
  const path = encodePath(postPath(post));
  const entry = structure.entries.findIndex(({ postId }) => postId === post.id);
  const article = post.articleId === null ? undefined : site.byId.get(post.articleId);
  const head: PageHead = {
    ...headOf(structure, frame, { title: post.title, path, description: excerptOf(post) }),
    // The post stands in one language, whatever is around it.
    canonicalPath: site.prefix === "" ? null : path,
    alternates: [],
  };
  return {
    kind: "page",
    view: {
      frame,
      head,
      content: {
        kind: "post",
        post: toLink(site, post),
        html: "",
        createdAt: post.createdAt.toISOString(),
        authorName: null,
        history: [],
        articleLink: article ? { label: article.article.title, href: article.href } : null,
        changelogHref: entry === -1 ? null : entryHref(structure, site, entry),
        hasDownVotes: structure.feedback.downVotes,
      },
    },
    body: { kind: "post", postId: post.id, key: `${post.textHash}:${post.historyHash}` },
  };
}

const changelogPath = (page: number): string => (page === 1 ? "/changelog" : `/changelog/${page}`);

function entryHref({ entries }: SiteStructure, { prefix }: LocaleSite, index: number): string {
  const page = Math.floor(index / ENTRIES_ON_PAGE) + 1;
  return `${prefix}${changelogPath(page)}#${encodeSegment(entries[index]?.slug ?? "")}`;
}

/** The news, ten on a page, the latest first. */
export function planChangelog(parts: FeedbackParts): PlanPart {
  const { structure, frame, site } = parts;
  return ({ pages }) => {
    const { entries } = structure;
    if (!structure.site.changelog) return;
    const count = Math.max(1, Math.ceil(entries.length / ENTRIES_ON_PAGE));
    for (let page = 1; page <= count; page += 1) {
      const on = entries.slice((page - 1) * ENTRIES_ON_PAGE, page * ENTRIES_ON_PAGE);
      pages.set(site.prefix + changelogPath(page), () => planEntries(parts, on, page, count));
    }
    pages.set(`${site.prefix}/changelog/rss.xml`, () => ({
      kind: "feed",
      frame,
      entries: entries.slice(0, IN_FEED).map((entry, index) => ({
        id: entry.id,
        title: entry.title,
        path: entryHref(structure, site, index),
        at: entry.publishedAt.toISOString(),
      })),
      key: keyOf(entries.slice(0, IN_FEED)),
    }));
  };
}

const keyOf = (entries: SiteEntry[]): string => entries.map(({ textHash }) => textHash).join();

function planEntries(
  { structure, frame, site }: FeedbackParts,
  entries: SiteEntry[],
  page: number,
  count: number,
): Planned {
  const byId = new Map(structure.posts.map((post) => [post.id, post]));
  const views = entries.map((entry): ChangelogEntryView => {
    const post = entry.postId === null ? undefined : byId.get(entry.postId);
    return {
      title: entry.title,
      slug: entry.slug,
      html: "",
      publishedAt: entry.publishedAt.toISOString(),
      postHref: post ? toLink(site, post).href : null,
    };
  });
  const to = (other: number): string | null =>
    other < 1 || other > count ? null : site.prefix + changelogPath(other);
  const title = textsFor(site.locale).say("changelog");
  return {
    kind: "page",
    view: {
      frame,
      head: headOf(structure, frame, { title, path: changelogPath(page) }),
      content: { kind: "changelog", entries: views, older: to(page + 1), newer: to(page - 1) },
    },
    body: { kind: "entries", entryIds: entries.map(({ id }) => id), key: keyOf(entries) },
  };
}
