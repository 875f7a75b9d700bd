import { getCompany, listCompanies, saveCompany, updateCompany } from "@firstline/core";
import type { Company as CoreCompany } from "@firstline/core";
import { z } from "@hono/zod-openapi";
import { IdPosition, openPage, PageQuery } from "../cursor.ts";
import { defineRoute } from "../route.ts";
import type { ApiRoute } from "../route.ts";
import { answer, IdParam, jsonBody, Next, Time, Words } from "../schemas.ts";

const changes = {
  name: Words(200).optional().openapi({ example: "Acme" }),
  domain: z.string().max(300).nullable().optional().openapi({ example: "acme.example" }),
  externalId: Words(200).nullable().optional().openapi({ description: "Your own id of the company." }),
  mrrUsd: z
    .number()
    .min(0)
    .max(1_000_000_000)
    .optional()
    .openapi({ description: "Revenue in US dollars a month. Votes are weighed by it.", example: 490 }),
};

const CompanyChanges = z
  .strictObject(changes)
  .openapi("CompanyChanges", { description: "What is left out stays." });

const SavedCompany = z.strictObject(changes).openapi("SavedCompany", {
  description: "Known by `externalId`, else by `domain`; made on first sight.",
  example: { externalId: "c_17", name: "Acme", domain: "acme.example", mrrUsd: 490 },
});

const Company = z
  .object({
    id: z.int(),
    name: z.string(),
    domain: z.string().nullable(),
    externalId: z.string().nullable(),
    mrrUsd: z.number(),
    createdAt: Time,
    updatedAt: Time,
  })
  .openapi("Company");

const CompanyPage = z.object({ companies: z.array(Company), next: Next }).openapi("CompanyPage");

const ListQuery = PageQuery.extend({
  q: Words(200).optional().openapi({ description: "Part of the name or the domain." }),
});

export const companyRoutes: readonly ApiRoute[] = [
  defineRoute({
    method: "get",
    path: "/companies",
    operationId: "listCompanies",
    summary: "List companies",
    description: "Oldest first.",
    tag: "People",
    scope: "people:read",
    request: { query: ListQuery },
    responses: { 200: answer(CompanyPage, "A page of companies.") },
    async run({ web, workspaceId, query: { limit, cursor, q } }) {
      const filter = { query: q };
      const page = openPage({ limit, cursor }, { list: "companies", filter, position: IdPosition });
      const input = { workspaceId, ...filter, after: page.at, limit: page.limit };
      const { companies, next } = await listCompanies(web.ctx, input);
      return { companies: companies.map(toCompanyJson), next: page.toNext(next) };
    },
  }),
  defineRoute({
    method: "post",
    path: "/companies",
    operationId: "saveCompany",
    summary: "Make or change a company",
    tag: "People",
    scope: "people:write",
    request: { body: jsonBody(SavedCompany) },
    responses: {
      200: answer(Company, "The company was known, and is so now."),
      201: answer(Company, "The company was made."),
    },
    async run({ web, workspaceId, body, made }) {
      const { company, created } = await saveCompany(web.ctx, { workspaceId, ...body });
      if (created) made(company.id);
      return toCompanyJson(company);
    },
  }),
  defineRoute({
    method: "get",
    path: "/companies/{id}",
    operationId: "getCompany",
    summary: "Read a company",
    tag: "People",
    scope: "people:read",
    request: { params: IdParam },
    responses: { 200: answer(Company, "The company.") },
    async run({ web, workspaceId, params }) {
      return toCompanyJson(await getCompany(web.ctx, { workspaceId, companyId: params.id }));
    },
  }),
  defineRoute({
    method: "patch",
    path: "/companies/{id}",
    operationId: "updateCompany",
    summary: "Change a company",
    tag: "People",
    scope: "people:write",
    request: { params: IdParam, body: jsonBody(CompanyChanges) },
    responses: { 200: answer(Company, "The company as it is now.") },
    async run({ web, workspaceId, params, body }) {
      const which = { workspaceId, companyId: params.id };
      return toCompanyJson(await updateCompany(web.ctx, { ...which, changes: body }));
    },
  }),
];

function toCompanyJson(company: CoreCompany): z.infer<typeof Company> {
  const { createdAt, updatedAt, ...rest } = company;
  return { ...rest, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
}
