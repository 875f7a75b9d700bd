import { z } from "@hono/zod-openapi";
import { Next, Time, Words } from "../schemas.ts";

const Locale = z
  .string()
  .regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/u, "must be a language code such as en or pt-BR");

const OPTED_OUT = "Nothing of theirs may be used for learning or public pages.";

const changes = {
  name: Words(80).optional().openapi({ example: "Mia" }),
  email: z.email().max(254).nullable().optional().openapi({ example: "mia@example.com" }),
  locale: Locale.nullable().optional(),
  companyId: z.int().positive().nullable().optional(),
  optedOut: z.boolean().optional().openapi({ description: OPTED_OUT }),
};

export const PersonChanges = z
  .strictObject(changes)
  .openapi("PersonChanges", { description: "What is left out stays." });

export const SavedPerson = z
  .strictObject({
    externalId: Words(200)
      .optional()
      .openapi({ description: "Your own id of the person.", example: "u_812" }),
    ...changes,
  })
  .openapi("SavedPerson", { description: "Known by `externalId`, else by `email`; made on first sight." });

export const Person = z
  .object({
    id: z.int(),
    name: z.string(),
    email: z.string().nullable(),
    role: z.enum(["member", "agent", "admin"]),
    locale: z.string().nullable(),
    company: z.object({ id: z.int(), name: z.string() }).nullable(),
    optedOut: z.boolean().openapi({ description: OPTED_OUT }),
    externalId: z.string().nullable().openapi({ description: "Your own id of the person." }),
    platforms: z.array(z.string()).openapi({ description: "Where the person is known.", example: ["slack"] }),
    createdAt: Time,
    updatedAt: Time,
  })
  .openapi("Person");

export const PersonPage = z.object({ people: z.array(Person), next: Next }).openapi("PersonPage");
