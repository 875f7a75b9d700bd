import { LineCounter, parseDocument } from "yaml";
import { z } from "zod";
import { sayIssue } from "../say-issue.ts";
import { findTitle, toSlug } from "../text/index.ts";
import { AUDIENCES, placeOf, problemAt, withoutNulls } from "./documents.ts";
import type { ReadDocument } from "./documents.ts";
import { readBody } from "./read-body.ts";
import { withoutEmpty, yamlText } from "./yaml-values.ts";

const FrontMatter = z.object({
  title: yamlText(300).optional(),
  slug: yamlText(200).optional(),
  category: yamlText(120).optional(),
  status: z.enum(["draft", "published", "archived"]).optional(),
  /** What most makers of sites call an unpublished page. */
  draft: z.boolean().default(false),
  order: z.number().int().default(0),
  beta: z.boolean().default(false),
  audience: z.enum(AUDIENCES).default("everyone"),
  url: z.url({ protocol: /^https?$/ }).optional(),
  locale: z
    .string()
    .trim()
    .regex(/^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*$/, "must be a language code such as en or pt-BR")
    .optional(),
  /** Path or slug of the article that this one translates. */
  translation_of: yamlText(500).optional(),
});

const FENCE = /^\uFEFF?---[ \t]*\r?\n/;
const END = /^---[ \t]*$/m;

/** Makes a document of a Markdown file's text, or says at which line it is broken. */
export async function parseMarkdown(path: string, text: string): Promise<ReadDocument> {
  const split = splitFrontMatter(text);
  if (split === null) return problemAt(path, 1, "The front matter has no closing `---` line.");

  const lines = new LineCounter();
  const yaml = parseDocument(split.yaml, { lineCounter: lines, logLevel: "error", prettyErrors: false });
  const [broken] = yaml.errors;
  if (broken)
    return problemAt(path, lines.linePos(broken.pos[0]).line + 1, `Front matter: ${broken.message}`);

  let values: unknown;
  try {
    values = yaml.toJS({ reviver: withoutNulls });
  } catch (error) {
    // A word behind a star stands for what was named so before; too many of them are an attack on memory.
    if (error instanceof ReferenceError) return problemAt(path, 1, `Front matter: ${error.message}.`);
    throw error;
  }
  const parsed = FrontMatter.safeParse(withoutEmpty(values));
  if (!parsed.success) {
    const { issues } = parsed.error;
    const key = String(issues[0]?.path[0] ?? "");
    return problemAt(path, lineOfKey(split.yaml, key), `Front matter: ${sayIssue(issues)}`);
  }
  return toDocument(path, parsed.data, split);
}

type Split = { yaml: string; body: string; bodyLine: number };

function splitFrontMatter(text: string): Split | null {
  const start = FENCE.exec(text);
  if (!start) return { yaml: "", body: text.replace(/^\uFEFF/, ""), bodyLine: 1 };
  const rest = text.slice(start[0].length);
  const end = END.exec(rest);
  if (!end) return null;
  const yaml = rest.slice(0, end.index);
  const body = rest.slice(end.index + end[0].length).replace(/^\r?\n/, "");
  return { yaml, body, bodyLine: yaml.split("\n").length + 2 };
}

function lineOfKey(yaml: string, key: string): number {
  const index = yaml.split("\n").findIndex((line) => line.startsWith(`${key}:`));
  return index < 0 ? 1 : index + 2;
}

async function toDocument(
  path: string,
  meta: z.infer<typeof FrontMatter>,
  split: Split,
): Promise<ReadDocument> {
  const content = await readBody(split.body, { isMdx: path.endsWith(".mdx") });
  if (content === "") return problemAt(path, split.bodyLine, "The article has no text.");

  const title = meta.title ?? findTitle(content)?.slice(0, 300);
  if (title === undefined)
    return problemAt(path, 1, "The article has no title: add `title:` or a first heading.");

  const place = placeOf(path);
  // Docusaurus calls the first page of a site "/".
  const slug = toSlug(meta.slug ?? "") || place.slug;
  if (slug === "") return problemAt(path, 1, "No slug can be made of the file's name: add `slug:`.");
  return {
    kind: "document",
    line: 1,
    document: {
      path,
      title,
      slug,
      content,
      status: meta.status ?? (meta.draft ? "draft" : "published"),
      isBeta: meta.beta,
      audience: meta.audience,
      category: meta.category ?? place.category,
      order: meta.order,
      url: meta.url ?? null,
      ...(meta.locale !== undefined && { locale: meta.locale }),
      ...(meta.translation_of !== undefined && { translationOf: [meta.translation_of] }),
    },
  };
}
