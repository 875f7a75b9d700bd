import { isUtf8 } from "node:buffer";
import { createReadStream } from "node:fs";
import { z } from "zod";
import { messageOf } from "../../errors.ts";
import { sayIssue } from "../../say-issue.ts";
import { toSlug } from "../../text/index.ts";
import { AUDIENCES, MAX_DOCUMENT_BYTES, problemAt, withoutNulls } from "../documents.ts";
import type { ImportFailure, ReadItem } from "../documents.ts";
import { readBody } from "./read-body.ts";

const Id = z.object({ id: z.union([z.string().trim().min(1), z.number()]).transform(String) });
/** What a program writes where it has nothing: the field is not given. */
const unlessBlank = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (isBlank(value) ? undefined : value), schema);
const isBlank = (value: unknown): boolean =>
  value === null || (typeof value === "string" && value.trim() === "");
const Line = Id.extend({
  title: unlessBlank(z.string().trim().max(500).default("")),
  text: z.string().trim().min(1),
  category: unlessBlank(z.string().trim().optional()),
  url: unlessBlank(z.url({ protocol: /^https?$/ }).optional()),
  beta: unlessBlank(z.boolean().default(false)),
  audience: unlessBlank(z.enum(AUDIENCES).default("everyone")),
});

/** A file with one JSON object a line: {id, title, text, category?, url?, beta?, audience?}. The id becomes the document's path. */
export async function* readJsonl(file: string): AsyncGenerator<ReadItem> {
  const slugs = new Set<string>();
  const ids = new Set<string>();
  let number = 0;
  for await (const bytes of readLines(file)) {
    number += 1;
    if (!isUtf8(bytes)) {
      yield unknownAt(file, number, "The line is not valid UTF-8.");
      continue;
    }
    const read = bytes.toString("utf8");
    // Many programs begin a file with the mark of its byte order.
    const line = number === 1 ? read.replace(/^\uFEFF/u, "") : read;
    if (line.trim() === "") continue;
    const item = await parseLine(file, number, line);
    if (item.kind !== "document") yield item;
    else if (ids.has(item.document.path))
      yield problemAt(file, number, `The id "${item.document.path}" stands on an earlier line, too.`);
    else {
      ids.add(item.document.path);
      item.document.slug = freeSlug(item.document.slug, slugs);
      yield item;
    }
  }
}

const LINE_FEED = 10;

/** Lines as JSON Lines has them: those of Node also end at signs that JSON takes within its texts (U+2028, U+2029). */
async function* readLines(file: string): AsyncGenerator<Buffer> {
  let parts: Buffer[] = [];
  for await (const chunk of createReadStream(file)) {
    const bytes: Buffer = chunk;
    let start = 0;
    for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, start)) {
      yield Buffer.concat([...parts, bytes.subarray(start, end)]);
      parts = [];
      start = end + 1;
    }
    parts.push(bytes.subarray(start));
  }
  yield Buffer.concat(parts);
}

async function parseLine(file: string, number: number, line: string): Promise<ReadItem> {
  if (line.length > MAX_DOCUMENT_BYTES)
    return unknownAt(file, number, `The line is over ${MAX_DOCUMENT_BYTES} bytes.`);
  let json: unknown;
  try {
    json = JSON.parse(line, withoutNulls);
  } catch (cause) {
    return unknownAt(file, number, `The line is not JSON: ${messageOf(cause)}`);
  }
  const parsed = Line.safeParse(json);
  if (!parsed.success) {
    // The article is not gone, only its new text cannot be read.
    const known = Id.safeParse(json);
    const path = known.success ? known.data.id : null;
    return { ...problemAt(file, number, sayIssue(parsed.error.issues)), path };
  }
  const { id, title, category, url, beta, audience } = parsed.data;
  const text = await readBody(parsed.data.text, { isMdx: false });
  return {
    kind: "document",
    file,
    line: number,
    document: {
      path: id,
      title:
        title ||
        (text
          .split("\n")[0]
          ?.replace(/^#+\s*/, "")
          .slice(0, 120) ??
          id),
      slug: toSlug(id) || `article-${number}`,
      yieldsSlug: true,
      content: text,
      status: "published",
      isBeta: beta,
      audience,
      category: category ?? null,
      order: 0,
      url: url ?? null,
    },
  };
}

/** Nobody can say which article the line was. */
const unknownAt = (file: string, line: number, message: string): ImportFailure => ({
  ...problemAt(file, line, message),
  path: null,
});

/** Ids that differ only in case or punctuation still need slugs of their own. */
function freeSlug(slug: string, taken: Set<string>): string {
  let candidate = slug;
  for (let n = 2; taken.has(candidate); n += 1) candidate = `${slug}-${n}`;
  taken.add(candidate);
  return candidate;
}
