const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** Text as it may stand in XML or HTML; what XML cannot carry at all is left out. */
export function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[^\P{Cc}\t\n\r]|[\uFFFE\uFFFF]/gu, "")
    .replaceAll(/[&<>"']/gu, (sign) => ENTITIES[sign] ?? sign);
}

export type FeedItem = { title: string; url: string; at: string; description: string; html?: string };

/** An RSS 2.0 feed; the items' HTML, where there is any, stands in `description`, as readers expect. */
export function rssFeed(feed: {
  title: string;
  description: string;
  /** Of the page that it tells of, and of itself. */
  url: string;
  selfUrl: string;
  locale: string;
  items: FeedItem[];
}): string {
  const items = feed.items.map(
    ({ title, url, at, description, html }) => `
    <item>
      <title>${escapeXml(title)}</title>
      <link>${escapeXml(url)}</link>
      <guid>${escapeXml(url)}</guid>
      <pubDate>${new Date(at).toUTCString()}</pubDate>
      <description>${escapeXml(html ?? description)}</description>
    </item>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">
  <channel>
    <title>${escapeXml(feed.title)}</title>
    <link>${escapeXml(feed.url)}</link>
    <description>${escapeXml(feed.description)}</description>
    <language>${escapeXml(feed.locale)}</language>
    <atom:link href="${escapeXml(feed.selfUrl)}" rel="self" type="application/rss+xml" />${items.join("")}
  </channel>
</rss>
`;
}
