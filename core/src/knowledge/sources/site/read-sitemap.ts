import { gunzipSync } from "node:zlib";
import { Parser } from "htmlparser2";
import { InvalidError } from "../../../errors.ts";

/** What the sitemap's own rules allow a file to be, unpacked. */
const MAX_BYTES = 50_000_000;
const MOST_ADDRESSES = 50_000;

export type Sitemap = { pages: string[]; sitemaps: string[] };

/** Reads a sitemap or an index of sitemaps, packed or not, or a plain list of addresses. Throws `InvalidError`. */
export function readSitemap(bytes: Buffer): Sitemap {
  const text = unpack(bytes)
    .toString("utf8")
    .replace(/^\uFEFF/u, "");
  if (!/^\s*</u.test(text))
    return { pages: text.split(/\s+/u).filter(isWeb).slice(0, MOST_ADDRESSES), sitemaps: [] };
  const found: Sitemap = { pages: [], sitemaps: [] };
  const open: string[] = [];
  let address = "";
  // Names of its own (a document type with entities) are not known to this parser: they stay what they are.
  const parser = new Parser(
    {
      onopentag(name) {
        if (open.length < 100) open.push(plain(name));
        address = "";
      },
      ontext(part) {
        if (address.length < 4_000) address += part;
      },
      onclosetag() {
        const [around, name] = open.slice(-2);
        open.pop();
        if (name !== "loc" || found.pages.length + found.sitemaps.length >= MOST_ADDRESSES) return;
        const url = address.trim();
        if (!isWeb(url)) return;
        if (around === "url") found.pages.push(url);
        if (around === "sitemap") found.sitemaps.push(url);
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  parser.end(text);
  return found;
}

const plain = (name: string): string => name.slice(name.indexOf(":") + 1).toLowerCase();
const isWeb = (text: string): boolean => /^https?:\/\/\S{1,2000}$/iu.test(text) && URL.canParse(text);

function unpack(bytes: Buffer): Buffer {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_BYTES });
  } catch (cause) {
    throw new InvalidError(`The sitemap is broken, or over ${MAX_BYTES} bytes when it is unpacked.`, {
      cause,
    });
  }
}
