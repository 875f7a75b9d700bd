import { z } from "zod";
import { InvalidError } from "../../errors.ts";
import { withoutNulls } from "../documents.ts";
import type { ReadItem } from "../documents.ts";
import { readIntercom } from "./intercom.ts";
import { readZendesk } from "./zendesk.ts";
import type { ExportOptions } from "./zendesk.ts";

export type ExportKind = "zendesk" | "intercom";

const List = z.array(z.unknown()).catch([]);
const Tables = z.object({
  articles: List,
  sections: List,
  categories: List,
  translations: List,
  collections: List,
  data: List,
});
type Tables = z.infer<typeof Tables>;

/**
 * Reads the JSON files of a help center's export, pages of an API's answer each. What product it comes from is found
 * from the files unless given. Throws `InvalidError` for what is neither.
 */
export function readExport(
  files: { path: string; text: string }[],
  options: ExportOptions & { from?: ExportKind },
): Iterable<ReadItem> {
  const all = files.map(readTables);
  const join = (name: keyof Tables): unknown[] => all.flatMap((tables) => tables[name]);
  const kind = options.from ?? findKind(join("articles"), join("data"));
  if (kind === "zendesk") {
    const [articles, sections] = [join("articles"), join("sections")];
    const [categories, translations] = [join("categories"), join("translations")];
    return readZendesk({ articles, sections, categories, translations }, options);
  }
  const isArticle = (row: unknown): boolean =>
    z.object({ type: z.literal("article") }).safeParse(row).success;
  return readIntercom(
    {
      articles: [...join("articles"), ...join("data").filter(isArticle)],
      collections: [...join("collections"), ...join("data").filter((row) => !isArticle(row))],
    },
    options,
  );
}

function readTables({ path, text }: { path: string; text: string }): Tables {
  let json: unknown;
  try {
    json = JSON.parse(text, withoutNulls);
  } catch (cause) {
    throw new InvalidError(`${path} is not JSON.`, { cause });
  }
  const parsed = Tables.safeParse(Array.isArray(json) ? { data: json } : json);
  if (!parsed.success) throw new InvalidError(`${path} is no export of a help center.`);
  return parsed.data;
}

function findKind(articles: unknown[], data: unknown[]): ExportKind {
  const zendesk = z.object({ section_id: z.unknown(), body: z.unknown() });
  if (articles.some((row) => zendesk.safeParse(row).success && hasKey(row, "section_id"))) return "zendesk";
  const intercom = z.object({ type: z.literal("article") });
  if ([...articles, ...data].some((row) => intercom.safeParse(row).success)) return "intercom";
  throw new InvalidError(
    "These files hold neither articles of Zendesk nor of Intercom. Say which with --from zendesk or --from intercom.",
  );
}

const hasKey = (row: unknown, key: string): boolean => typeof row === "object" && row !== null && key in row;
