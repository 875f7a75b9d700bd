import { z } from "@hono/zod-openapi";

const WrongPart = z.object({
  detail: z.string(),
  pointer: z.string().optional().openapi({ description: "JSON pointer into the body." }),
  parameter: z.string().optional().openapi({ description: "Name of a part of the address." }),
  header: z.string().optional(),
});

export const Problem = z
  .object({
    type: z.string(),
    status: z.number().int(),
    title: z.string(),
    detail: z.string().openapi({ description: "A sentence for people." }),
    code: z.string().openapi({ description: "The same for the same kind of problem." }),
    field: z.string().optional().openapi({ description: "The first part of the request that is wrong." }),
    errors: z.array(WrongPart).optional(),
    reference: z.string().optional().openapi({ description: "Under this number it stands in the log." }),
  })
  .openapi("Problem", {
    description: "Why a request was refused, after RFC 9457.",
    example: {
      type: "about:blank",
      status: 400,
      title: "That did not work",
      detail: "question: Invalid input: expected string, received number",
      code: "invalid",
      field: "question",
      errors: [{ detail: "Invalid input: expected string, received number", pointer: "#/question" }],
    },
  });

export const Time = z.iso.datetime().openapi({ example: "2026-11-22T09:30:00.000Z" });

/** Text that people wrote: lone surrogates, which no database takes, become replacement characters. */
export const Text = (longest: number) =>
  z
    .string()
    .max(longest)
    .transform((text) => text.toWellFormed().replaceAll("\u0000", ""));

/** Text that says something. */
export const Words = (longest: number) => Text(longest).pipe(z.string().trim().min(1, "must not be empty"));

/** The `id` in an address. */
export const Id = z.coerce
  .number()
  .int()
  .positive()
  .max(Number.MAX_SAFE_INTEGER)
  .openapi({ type: "integer", example: 42 });

export const IdParam = z.object({ id: Id });

export const Next = z
  .string()
  .nullable()
  .openapi({ description: "Give it as `cursor` for the next page; null on the last one." });

/** JSON as the only form of a body. */
export const json = <Schema extends z.ZodType>(schema: Schema) => ({
  "application/json": { schema },
});

/** A body of JSON that a request must have. */
export const jsonBody = <Schema extends z.ZodType>(schema: Schema) => ({
  content: json(schema),
  required: true,
});

export const answer = <Schema extends z.ZodType>(schema: Schema, description: string) => ({
  description,
  content: json(schema),
});

/** A list in a query: names with commas between them. */
export function namesOf<const Names extends readonly [string, ...string[]]>(names: Names, example: string) {
  return z
    .string()
    .transform((text) => text.split(",").map((name) => name.trim()))
    .pipe(z.array(z.enum(names)).min(1))
    .optional()
    .openapi({ type: "string", description: `One or several, with commas: ${names.join(", ")}.`, example });
}
