import { report } from "./dom.ts";

export type Piece = { text: string; hit: boolean };
export type Result = {
  title: string;
  href: string;
  category: string | null;
  passage: Piece[];
  opened: () => void;
};

type Answer = {
  searchId: number | null;
  results: {
    articleId: number;
    title: string;
    url: string;
    category: string | null;
    anchor: string | null;
    passage: Piece[];
  }[];
};

type Pagefind = {
  search(query: string): Promise<{
    results: { data(): Promise<{ url: string; meta: { title?: string }; excerpt: string }> }[];
  } | null>;
};

/** Asks the server, and where that fails the index that lies beside the pages. Throws where neither answers. */
export async function searchArticles(query: string, limit: number, signal: AbortSignal): Promise<Result[]> {
  const locale = document.documentElement.lang;
  const words = new URLSearchParams({ q: query, locale, limit: String(limit) });
  try {
    const response = await fetch(`/api/search?${words}`, { signal });
    if (!response.ok) throw new Error(`status ${response.status}`);
    return fromServer(await response.json());
  } catch (error) {
    if (signal.aborted) throw error;
    return searchIndex(query, limit);
  }
}

function fromServer({ searchId, results }: Answer): Result[] {
  return results.map(({ articleId, title, url, category, anchor, passage }, index) => ({
    title,
    href: anchor && !url.includes("#") ? `${url}#${anchor}` : url,
    category,
    passage,
    opened: () => {
      if (searchId !== null) report(`/api/search/${searchId}/click`, { articleId, rank: index + 1 });
    },
  }));
}

async function searchIndex(query: string, limit: number): Promise<Result[]> {
  const address = "/pagefind/pagefind.js";
  const pagefind: Pagefind = await import(/* @vite-ignore */ address);
  const found = await pagefind.search(query);
  const pages = await Promise.all((found?.results ?? []).slice(0, limit).map((result) => result.data()));
  return pages.map(({ url, meta, excerpt }) => ({
    title: meta.title ?? url,
    href: url.replace(/\.html$/u, ""),
    category: null,
    passage: toPieces(excerpt),
    opened: () => {},
  }));
}

/** The index answers with markup; only which words were hit is taken from it. */
function toPieces(excerpt: string): Piece[] {
  const { body } = new DOMParser().parseFromString(excerpt, "text/html");
  return [...body.childNodes].map((node) => ({
    text: node.textContent ?? "",
    hit: node.nodeName === "MARK",
  }));
}
