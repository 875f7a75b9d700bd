import { readArticleBodies, readEntryBodies, readPostBodies } from "@firstline/core";
import type { ArticleBody, PostBody } from "@firstline/core";
import type { ArticlePage, PageContent, PageView, PostEventView, PostPage } from "../views.ts";
import type { Planned } from "./plan.ts";
import type { Site } from "./site.ts";
import { rssFeed } from "./xml.ts";

type Bodies = {
  articles: Map<number, ArticleBody>;
  posts: Map<number, PostBody>;
  entries: Map<number, string>;
};

/** Finishes what was planned: a file's content, or null where what it was to show is gone meanwhile. */
export type Finish = (planned: Planned) => Promise<string | null>;

/** Reads the texts that these pages need, a query for each kind. */
export async function readBodies(site: Site, batch: Planned[]): Promise<Finish> {
  const { ctx, workspaceId } = site;
  const wanted = batch.map((planned) => (planned.kind === "page" ? planned.body : null));
  const articleIds = [
    ...wanted.flatMap((body) => (body?.kind === "article" ? [body.articleId] : [])),
    ...batch.flatMap((planned) => (planned.kind === "markdown" ? [planned.articleId] : [])),
  ];
  const postIds = wanted.flatMap((body) => (body?.kind === "post" ? [body.postId] : []));
  const entryIds = [
    ...wanted.flatMap((body) => (body?.kind === "entries" ? body.entryIds : [])),
    ...batch.flatMap((planned) => (planned.kind === "feed" ? planned.entries.map(({ id }) => id) : [])),
  ];
  const bodies: Bodies = {
    articles: await readArticleBodies(ctx, { workspaceId, articleIds: [...new Set(articleIds)] }),
    posts: await readPostBodies(ctx, { workspaceId, postIds }),
    entries: await readEntryBodies(ctx, { workspaceId, entryIds: [...new Set(entryIds)] }),
  };
  return (planned) => finish(site, planned, bodies);
}

async function finish(site: Site, planned: Planned, bodies: Bodies): Promise<string | null> {
  switch (planned.kind) {
    case "hold":
      return null;
    case "text":
      return planned.text;
    case "markdown": {
      const body = bodies.articles.get(planned.articleId);
      return body ? markdownOf(planned.title, body.content) : null;
    }
    case "feed":
      return feedOf(site, planned, bodies);
    case "page": {
      const view = fillView(site, planned.view, planned.body, bodies);
      return view && (await site.templates()).render(view);
    }
  }
}

type PagePlan = Extract<Planned, { kind: "page" }>;

function fillView(site: Site, view: PageView, body: PagePlan["body"], bodies: Bodies): PageView | null {
  if (body === null) return view;
  const content = fillContent(site, view, body, bodies);
  return content && { ...view, content };
}

function fillContent(
  site: Site,
  { content }: PageView,
  body: NonNullable<PagePlan["body"]>,
  bodies: Bodies,
): PageContent | null {
  if (body.kind === "article" && content.kind === "article") {
    return fillArticle(content, body.key, bodies.articles.get(body.articleId));
  }
  if (body.kind === "post" && content.kind === "post") {
    return fillPost(site, content, bodies.posts.get(body.postId));
  }
  if (body.kind !== "entries" || content.kind !== "changelog") return content;
  const entries = content.entries.map((entry, index) => {
    const text = bodies.entries.get(body.entryIds[index] ?? 0) ?? "";
    return { ...entry, html: site.renderEntry(text) };
  });
  return { ...content, entries };
}

/** Another key: the article has changed since, and the next round shows it as it is then. */
function fillArticle(content: ArticlePage, key: string, body: ArticleBody | undefined): ArticlePage | null {
  if (!body?.page || body.page.renderKey !== key) return null;
  return { ...content, html: body.page.html, headings: body.page.headings };
}

function fillPost(site: Site, content: PostPage, body: PostBody | undefined): PostPage | null {
  if (!body) return null;
  return {
    ...content,
    html: site.renderPost(body.description),
    authorName: body.authorName,
    history: body.events.flatMap((event): PostEventView[] => {
      const { kind, newValue, comment, at } = event;
      if (kind !== "created" && kind !== "status_changed" && kind !== "merged") return [];
      const html = comment === "" ? "" : site.renderEntry(comment);
      return [{ kind, value: newValue, html, at: at.toISOString() }];
    }),
  };
}

/** An article for machines: its title as the first heading, unless it begins with it. */
function markdownOf(title: string, content: string): string {
  const text = content.trim();
  const first = /^#\s+(?<heading>.*?)\s*#*\s*(?:\n|$)/u.exec(text)?.groups?.["heading"];
  return first === title ? `${text}\n` : `# ${title.replaceAll(/\s+/gu, " ").trim()}\n\n${text}\n`;
}

function feedOf(site: Site, { frame, entries }: Extract<Planned, { kind: "feed" }>, bodies: Bodies): string {
  const at = frame.baseUrl + frame.prefix;
  const items = entries.map(({ id, title, path, at: time }) => ({
    title,
    url: frame.baseUrl + path,
    at: time,
    description: "",
    html: absolute(site.renderEntry(bodies.entries.get(id) ?? ""), frame.baseUrl),
  }));
  return rssFeed({
    title: frame.title,
    description: frame.tagline,
    url: `${at}/changelog`,
    selfUrl: `${at}/changelog/rss.xml`,
    locale: frame.locale,
    items,
  });
}

/** Feeds are read elsewhere: addresses within the site are written out. */
function absolute(html: string, baseUrl: string): string {
  return html.replaceAll(/(?<name>\s(?:href|src)=")\/(?!\/)/gu, `$<name>${baseUrl}/`);
}
