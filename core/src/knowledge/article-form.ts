import { z } from "zod";
import { InvalidError } from "../errors.ts";
import { AUDIENCES, MAX_DOCUMENT_BYTES } from "./documents.ts";

const Id = z.number().int().positive();
const text = (longest: number) =>
  z
    .string()
    .trim()
    .min(1, "must not be empty")
    .max(longest, `must have at most ${longest} characters`)
    .refine((value) => !value.includes("\u0000"), "must not hold null characters");

export const Locale = z
  .string()
  .regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/u, "must be a language code such as en or pt-BR");

/** What people may set of an article; what is left out of a change stays. */
export const ArticleForm = z.object({
  title: text(300),
  /** CommonMark. */
  content: text(MAX_DOCUMENT_BYTES),
  /** Left out of a new article: made of its title. */
  slug: text(200).optional(),
  status: z.enum(["draft", "published", "archived"]).optional(),
  isBeta: z.boolean().optional(),
  /** Articles for agents never reach a member. */
  audience: z.enum(AUDIENCES).optional(),
  categoryId: Id.nullable().optional(),
  /** Null: the help center's first language. */
  locale: Locale.nullable().optional(),
  /** The article that this one translates into `locale`. */
  translationOfId: Id.nullable().optional(),
  displayOrder: z.number().int().min(-1_000_000).max(1_000_000).optional(),
  authorId: Id.nullable().optional(),
  /** Public address, when the article lives outside the help center. */
  sourceUrl: z
    .url({ protocol: /^https?$/u })
    .max(2_000)
    .nullable()
    .optional(),
});
export type ArticleForm = z.infer<typeof ArticleForm>;

const Translation = z.object({ name: text(120), description: z.string().trim().max(1_000).optional() });

export const CategoryForm = z.object({
  name: text(120),
  /** Left out of a new category: made of its name. */
  slug: text(200).optional(),
  description: z.string().trim().max(1_000).optional(),
  /** An emoji, or the name of one of the built-in pictures. */
  icon: text(40).nullable().optional(),
  displayOrder: z.number().int().min(-1_000_000).max(1_000_000).optional(),
  visible: z.boolean().optional(),
  parentId: Id.nullable().optional(),
  /** Name and description in other languages, by locale. */
  translations: z.record(Locale, Translation).optional(),
});
export type CategoryForm = z.infer<typeof CategoryForm>;

/** Throws `InvalidError` with a sentence for each thing that is wrong. */
export function requireForm<Form>(schema: z.ZodType<Form>, value: unknown): Form {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}.`);
  throw new InvalidError(problems.join(" "));
}
