import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { currentIn, isMissing } from "../publish/place.ts";

/** Where an encoded path leads, as the published site says; null where it leads nowhere else. */
export type FindRedirect = (pathname: string) => Promise<string | null>;

/** Reads `_redirects` of the site that is served, anew only when it is another file. */
export function redirectsOf(siteDir: string): FindRedirect {
  const path = join(currentIn(siteDir), "_redirects");
  let known: { version: string; redirects: Map<string, string> } | null = null;
  return async (pathname) => {
    try {
      const { ino, mtimeMs, size } = await stat(path);
      const version = `${ino} ${mtimeMs} ${size}`;
      if (known?.version !== version) known = { version, redirects: parse(await readFile(path, "utf8")) };
      return known.redirects.get(normal(pathname)) ?? null;
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  };
}

function parse(text: string): Map<string, string> {
  const lines = text.split("\n").map((line) => line.split(" "));
  return new Map(lines.flatMap(([from, to]) => (from && to ? [[normal(from), to] as const] : [])));
}

/** Some programs encode more signs than others, and in small letters. */
function normal(pathname: string): string {
  try {
    return pathname.split("/").map(decodeURIComponent).map(encodeURIComponent).join("/");
  } catch {
    return pathname;
  }
}
