import { parseDocument } from "yaml";
import { z } from "zod";
import { sayIssue } from "../../say-issue.ts";
import { toArticleSlug } from "../article-slug.ts";
import { decodeText } from "./decode-text.ts";
import { placeOf, problemAt, withoutNulls } from "../documents.ts";
import type { KnowledgeCategory, ReadItem } from "../documents.ts";
import { splitLocale } from "./localize.ts";
import { readText } from "./source-file.ts";
import type { SourceFile } from "./source-file.ts";
import { withoutEmpty, yamlText } from "./yaml-values.ts";

const CategoryFile = z.object({
  name: yamlText(120).optional(),
  slug: yamlText(200).optional(),
  description: yamlText(1_000, 0).optional(),
  /** An emoji, or the name of one of the built-in pictures. */
  icon: yamlText(40).optional(),
  order: z.number().int().optional(),
  visible: z.boolean().optional(),
});
type CategoryFile = z.infer<typeof CategoryFile>;

/** What is said of a folder's category, by the folder's path. */
export type FolderCategories = ReadonlyMap<string, { name: string; slug: string }>;

const MAX_BYTES = 20_000;

export const isCategoryFile = (path: string): boolean => /(?:^|\/)_category\.ya?ml$/iu.test(path);

/**
 * Reads what `_category.yaml` files say. A folder with one is a category, in the category of the folder around it; in
 * the folder of a locale other than the first one it only translates.
 */
export async function readCategories(
  files: SourceFile[],
  locales: readonly string[],
): Promise<{ items: ReadItem[]; categories: FolderCategories }> {
  const items: ReadItem[] = [];
  const known = new Map<string, KnowledgeCategory>();
  const folders = new Map<string, KnowledgeCategory>();
  const byDepth = files.toSorted((a, b) => depthOf(a.path, locales) - depthOf(b.path, locales));
  for (const file of byDepth) {
    const said = await readFile(file);
    if ("kind" in said) {
      items.push(said);
      continue;
    }
    const folder = file.path.split("/").slice(0, -1).join("/");
    if (folder === "") continue; // the collection itself is no category
    const split = splitLocale(`${folder}/`, locales);
    const inside = (split?.rest ?? `${folder}/`).replace(/\/$/u, "");
    if (inside === "") continue;
    const isTranslation = split !== null && split.locale !== locales[0];
    const category = known.get(inside) ?? newCategory(inside, isTranslation ? {} : said, known);
    if (isTranslation && split && said.name !== undefined)
      category.translations = { ...category.translations, [split.locale]: withName(said, said.name) };
    known.set(inside, category);
    folders.set(folder, category);
  }
  items.push(...[...known.values()].map((category): ReadItem => ({ kind: "category", category })));
  return { items, categories: folders };
}

/** Categories before those in them, and before what translates them. */
function depthOf(path: string, locales: readonly string[]): number {
  const split = splitLocale(path, locales);
  const depth = (split?.rest ?? path).split("/").length;
  return depth * 2 + (split === null || split.locale === locales[0] ? 0 : 1);
}

const withName = ({ description }: CategoryFile, name: string) =>
  description === undefined ? { name } : { name, description };

function newCategory(
  folder: string,
  said: CategoryFile,
  known: ReadonlyMap<string, KnowledgeCategory>,
): KnowledgeCategory {
  const { name: given, slug, ...rest } = said;
  const around = folder.split("/").slice(0, -1);
  const parentSlug = around
    .map((_, depth) => known.get(around.slice(0, around.length - depth).join("/"))?.slug)
    .find((found) => found !== undefined);
  const own = placeOf(folder);
  return {
    ...rest,
    slug: toArticleSlug(slug ?? folder) || "category",
    name: given ?? own.name,
    ...(parentSlug !== undefined && { parentSlug }),
  };
}

async function readFile(file: SourceFile): Promise<CategoryFile | ReadItem> {
  const text = await readText(file, { maxBytes: MAX_BYTES, decode: decodeText });
  if (typeof text !== "string") return text;
  const yaml = parseDocument(text, { prettyErrors: false });
  const [broken] = yaml.errors;
  if (broken) return problemAt(file.path, 1, broken.message);
  let values: unknown;
  try {
    values = yaml.toJS({ reviver: withoutNulls });
  } catch (error) {
    if (error instanceof ReferenceError) return problemAt(file.path, 1, `${error.message}.`);
    throw error;
  }
  const parsed = CategoryFile.safeParse(withoutEmpty(values));
  if (parsed.success) return parsed.data;
  return problemAt(file.path, 1, sayIssue(parsed.error.issues));
}
