import { z } from "zod";
import { sayIssue } from "../../say-issue.ts";
import { findTitle, toSlug } from "../../text/index.ts";
import { AUDIENCES, placeOf, problemAt } from "../documents.ts";
import type { ReadDocument } from "../documents.ts";
import { readSettings } from "./front-matter-values.ts";
import type { Notation } from "./front-matter-values.ts";
import { readBody } from "./read-body.ts";
import { withoutEmpty, yamlText } from "./yaml-values.ts";

/** A field of ours by which MkDocs marks a page, or Hugo gives it a place on its own site, is as good as left out. */
const notGiven = <Field extends z.ZodType>(theirs: RegExp, field: Field) =>
  z.preprocess(
    (value) => (typeof value === "string" && theirs.test(value) ? undefined : value),
    field.optional(),
  );

const FrontMatter = z.object({
  title: yamlText(300).optional(),
  slug: yamlText(200).optional(),
  category: yamlText(120).optional(),
  status: notGiven(/^(?:new|deprecated)$/u, z.enum(["draft", "published", "archived"])),
  /** What most makers of sites call an unpublished page. */
  draft: z.boolean().default(false),
  /** `false` is what Jekyll calls it; others have dates here. */
  published: z.unknown().optional(),
  order: z.number().int().default(0),
  beta: z.boolean().default(false),
  audience: z.enum(AUDIENCES).default("everyone"),
  url: notGiven(/^\/(?!\/)/u, z.url({ protocol: /^https?$/ })),
  locale: z
    .string()
    .trim()
    .regex(/^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*$/, "must be a language code such as en or pt-BR")
    .optional(),
  /** Path or slug of the article that this one translates. */
  translation_of: yamlText(500).optional(),
});

const FENCE = /^\uFEFF?(---|\+\+\+)[ \t]*\r?\n/u;
const ENDS = { "---": /^---[ \t]*$/mu, "+++": /^\+\+\+[ \t]*$/mu };

/** Makes a document of a Markdown file's text, or says at which line it is broken. */
export async function parseMarkdown(path: string, text: string): Promise<ReadDocument> {
  const split = splitFrontMatter(text);
  if (typeof split === "string")
    return problemAt(path, 1, `The front matter has no closing \`${split}\` line.`);

  const read = await readSettings(split.settings, split.notation);
  if ("message" in read) return problemAt(path, read.line + 1, `Front matter: ${read.message}`);
  const parsed = FrontMatter.safeParse(withoutEmpty(read.values));
  if (!parsed.success) {
    const { issues } = parsed.error;
    const key = String(issues[0]?.path[0] ?? "");
    return problemAt(path, lineOfKey(split.settings, key), `Front matter: ${sayIssue(issues)}`);
  }
  return toDocument(path, parsed.data, split);
}

type Split = { settings: string; notation: Notation; body: string; bodyLine: number };

/** The sign that front matter lacks at its end, where it does. */
function splitFrontMatter(text: string): Split | keyof typeof ENDS {
  const start = FENCE.exec(text);
  if (!start) return { settings: "", notation: "yaml", body: text.replace(/^\uFEFF/, ""), bodyLine: 1 };
  const sign = start[1] === "+++" ? "+++" : "---";
  const rest = text.slice(start[0].length);
  const end = ENDS[sign].exec(rest);
  if (!end) return sign;
  const settings = rest.slice(0, end.index);
  const body = rest.slice(end.index + end[0].length).replace(/^\r?\n/, "");
  const notation = sign === "+++" ? "toml" : "yaml";
  return { settings, notation, body, bodyLine: settings.split("\n").length + 2 };
}

function lineOfKey(settings: string, key: string): number {
  const index = settings
    .split("\n")
    .findIndex((line) => line.startsWith(key) && /^\s*[:=]/u.test(line.slice(key.length)));
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
      status: meta.status ?? (meta.draft || meta.published === false ? "draft" : "published"),
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
