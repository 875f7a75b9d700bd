import type { Link, PageView } from "../../views.ts";

type Entry = Readonly<Record<string, unknown>>;

/** What search engines may know of a page, as JSON-LD that can stand in a script element; null where there is nothing to say. */
export function structuredData({ frame, head, content }: PageView): string | null {
  const at = (path: string): string => (/^https?:/u.test(path) ? path : `${frame.baseUrl}${path}`);
  switch (content.kind) {
    case "home":
      return toScript([
        {
          "@type": "WebSite",
          name: frame.title,
          url: at(head.path),
          inLanguage: frame.locale,
          potentialAction: {
            "@type": "SearchAction",
            target: { "@type": "EntryPoint", urlTemplate: `${at(`${frame.prefix}/search`)}?q={query}` },
            "query-input": "required name=query",
          },
        },
      ]);
    case "category":
      return toScript([trail(content.crumbs, { label: content.category.name, href: head.path }, at)]);
    case "article":
      return toScript([
        {
          "@type": "TechArticle",
          headline: content.title,
          description: head.description,
          url: at(head.canonicalPath ?? head.path),
          inLanguage: content.textLocale ?? frame.locale,
          ...(content.publishedAt === null ? {} : { datePublished: content.publishedAt }),
          dateModified: content.updatedAt,
          publisher: { "@type": "Organization", name: frame.title },
        },
        trail(content.crumbs, { label: content.title, href: head.path }, at),
      ]);
    case "beta":
    case "changelog":
    case "not_found":
    case "post":
    case "roadmap":
    case "search":
      return null;
  }
}

function trail(crumbs: Link[], last: Link, at: (path: string) => string): Entry {
  return {
    "@type": "BreadcrumbList",
    itemListElement: [...crumbs, last].map(({ label, href }, index) => ({
      "@type": "ListItem",
      position: index + 1,
      name: label,
      item: at(href),
    })),
  };
}

/** Nothing in it can end the script element or begin a comment. */
function toScript(graph: Entry[]): string {
  return JSON.stringify({ "@context": "https://schema.org", "@graph": graph }).replaceAll(
    "<",
    String.raw`\u003c`,
  );
}
