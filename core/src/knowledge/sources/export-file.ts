import { z } from "zod";
import { sayIssue } from "../../say-issue.ts";
import { toArticleSlug } from "../article-slug.ts";
import { problemAt } from "../documents.ts";
import type { ReadDocument, ReadItem } from "../documents.ts";
import { MAX_DOCUMENT_BYTES } from "../documents.ts";
import { AppError } from "../../errors.ts";
import { readHtmlBody } from "../reading/html/index.ts";

/** Ids are numbers in one product and texts in the other. */
export const ExportId = z.union([z.string().min(1).max(100), z.number()]).transform(String);

/** Reads rows of an export one by one, so that a broken one keeps no other out. */
export function readRows<Row>(
  name: string,
  form: z.ZodType<Row>,
  rows: unknown[],
): { rows: Row[]; problems: ReadItem[] } {
  const read: Row[] = [];
  const problems: ReadItem[] = [];
  for (const [index, row] of rows.entries()) {
    const parsed = form.safeParse(row);
    if (parsed.success) {
      read.push(parsed.data);
      continue;
    }
    const path = `${name}/${idOf(row) ?? index + 1}`;
    problems.push(problemAt(path, 0, sayIssue(parsed.error.issues)));
  }
  return { rows: read, problems };
}

function idOf(row: unknown): string | null {
  const parsed = z.object({ id: ExportId }).safeParse(row);
  return parsed.success ? parsed.data.id : null;
}

/** Addresses for titles or names: of several with the same one, all but the first carry their id. */
export function uniqueSlugs(named: { id: string; name: string }[], fallback: string): Map<string, string> {
  const taken = new Set<string>();
  const slugs = new Map<string, string>();
  for (const { id, name } of named) {
    const plain = toArticleSlug(name) || fallback;
    const slug = taken.has(plain) ? toArticleSlug(`${plain}-${id}`) : plain;
    taken.add(slug);
    slugs.set(id, slug);
  }
  return slugs;
}

type Body = { path: string; title: string; slug: string; html: string; baseUrl: string | null };
type Rest = Omit<
  Extract<ReadDocument, { kind: "document" }>["document"],
  "path" | "title" | "slug" | "content"
>;

/** An article of an export, whose body is HTML. */
export function documentOf({ path, title, slug, html, baseUrl }: Body, rest: Rest): ReadDocument {
  let content: string;
  try {
    content = readHtmlBody(html.replaceAll("\u0000", ""), baseUrl);
  } catch (error) {
    if (error instanceof AppError) return problemAt(path, 0, error.message);
    throw error;
  }
  if (content === "") return problemAt(path, 0, `"${title}" has no text.`);
  if (content.length > MAX_DOCUMENT_BYTES)
    return problemAt(path, 0, `"${title}" has over ${MAX_DOCUMENT_BYTES} characters.`);
  return {
    kind: "document",
    line: 0,
    document: { ...rest, path, title: title.slice(0, 300), slug, content },
  };
}

export const text = (longest: number) =>
  z.string().transform((value) => value.replaceAll("\u0000", "").trim().slice(0, longest));
