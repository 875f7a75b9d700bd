import type { BugSpec } from "../ports.ts";

const VERSION = String.raw`v?\d+(?:\.\d+){0,3}(?:[-.]?(?:alpha|beta|rc|pre|lts)[.\d]*)?`;

/** What a name and a version stand for. */
const NAMED: readonly [string, RegExp][] = [
  [
    "Operating system",
    new RegExp(
      String.raw`\b(?:windows(?: server)?(?: \d+| xp| vista)?|win ?(?:7|8|10|11)|mac ?os(?: x)?(?: (?:sonoma|ventura|sequoia|monterey|big sur|tahoe))?(?: ${VERSION})?|os x(?: ${VERSION})?|ubuntu(?: ${VERSION})?|debian(?: ${VERSION})?|fedora(?: ${VERSION})?|arch linux|centos(?: ${VERSION})?|rhel(?: ${VERSION})?|alpine(?: ${VERSION})?|linux mint(?: ${VERSION})?|linux|chrome ?os|freebsd(?: ${VERSION})?|ipados(?: ${VERSION})?|ios ${VERSION}|android(?: ${VERSION})?)(?![\w-])`,
      "giu",
    ),
  ],
  [
    "Browser",
    new RegExp(
      String.raw`\b(?:google chrome|chromium|chrome|firefox|safari|microsoft edge|edge|opera|brave|vivaldi|arc)(?:/| version | v| )${VERSION}|\b(?:google chrome|chromium|chrome|firefox|safari|microsoft edge|brave|vivaldi)\b(?! ?os)`,
      "giu",
    ),
  ],
  [
    "Runtime",
    new RegExp(
      String.raw`\b(?:node(?:\.?js)?|deno|bun|python|ruby|php|java|jdk|go|rust|\.net(?: core)?|electron|react native|docker|kubernetes|postgres(?:ql)?|mysql|redis)(?:/|@| version | v| )${VERSION}`,
      "giu",
    ),
  ],
  [
    "Device",
    /\b(?:iphone(?: (?:\d+|se|x)(?: (?:pro|max|mini|plus))*)?|ipad(?: (?:pro|air|mini))?|pixel \d+\w*|galaxy [\w+]+|raspberry pi(?: \d)?)\b/giu,
  ],
];
const OWN_VERSION = new RegExp(
  String.raw`(?:\b(?:version|ver\.?|release|build|running|using|updated? to|upgraded? to|since|after)\b[ :]*)(?:the )?(?:(?:version|release) )?(?:(?<=:[ ]?)[a-z][\w-]{0,40} )?(${VERSION.replace("{0,3}", "{1,3}")})|(?<![\w/@.-])(v\d+\.\d+(?:\.\d+)?)\b`,
  "iu",
);
const PAIR = /^\s*(?:[-*•]\s*)?([\p{L}][\p{L}\d ./()-]{1,40}?)\s*[:=]\s*(\S.{0,200})$/u;
const MOST = 12;

/** Versions, systems and browsers that a text names, and the lines of an environment section. */
export function findEnvironment(text: string, section: string | undefined): BugSpec["environment"] {
  const found = new Map<string, string>();
  for (const line of (section ?? "").split("\n")) {
    const pair = PAIR.exec(line);
    if (pair?.[1] && pair[2]) found.set(pair[1].trim(), pair[2].trim());
  }
  for (const [name, pattern] of NAMED) {
    const values = [...text.matchAll(pattern)].map(([value]) => value.trim());
    const best = values.toSorted(
      (a, b) => Number(/\d/u.test(b)) - Number(/\d/u.test(a)) || b.length - a.length,
    )[0];
    if (best !== undefined && !holds(found, best)) found.set(name, best);
  }
  const own = OWN_VERSION.exec(text);
  const version = own?.[1] ?? own?.[2];
  if (version !== undefined && !holds(found, version)) found.set("Version", version);
  return [...found].slice(0, MOST).map(([name, value]) => ({ name, value }));
}

const holds = (found: ReadonlyMap<string, string>, value: string): boolean =>
  [...found.values()].some((one) => one.toLowerCase().includes(value.toLowerCase()));
