import { getCompany, listCompanies, saveCompany, updateCompany } from "@firstline/core";
import type { Company as CoreCompany } from "@firstline/core";
import { z } from "@hono/zod-openapi";
import type { Web } from "../../context.ts";
import type { Api } from "../api.ts";
import { DEFAULT_LIMIT, fromCursor, IdPosition, PageQuery, toCursor } from "../cursor.ts";
import { apiRoute } from "../route.ts";
import { answer, IdParam, json, Next, Time, Words } from "../schemas.ts";

const TAGS = ["People"];

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

export function addCompanyRoutes(api: Api, web: Web): void {
  addList(api, web);
  addSave(api, web);
  addRead(api, web);
  addUpdate(api, web);
}

const ListQuery = PageQuery.extend({
  q: Words(200).optional().openapi({ description: "Part of the name or the domain." }),
});

function addList(api: Api, web: Web): void {
  const route = apiRoute(web, {
    method: "get",
    path: "/companies",
    operationId: "listCompanies",
    summary: "List companies",
    description: "Oldest first.",
    tags: TAGS,
    scope: "people:read",
    request: { query: ListQuery },
    responses: { 200: answer(CompanyPage, "A page of companies.") },
  });
  api.openapi(route, async (c) => {
    const { limit = DEFAULT_LIMIT, cursor, q: query } = c.req.valid("query");
    const list = `companies ${JSON.stringify({ query })}`;
    const { companies, next } = await listCompanies(web.ctx, {
      workspaceId: c.get("apiKey").workspaceId,
      query,
      after: fromCursor(list, IdPosition, cursor),
      limit,
    });
    return c.json(
      { companies: companies.map(toCompanyJson), next: next === null ? null : toCursor(list, next) },
      200,
    );
  });
}

function addSave(api: Api, web: Web): void {
  const route = apiRoute(web, {
    method: "post",
    path: "/companies",
    operationId: "saveCompany",
    summary: "Make or change a company",
    tags: TAGS,
    scope: "people:write",
    request: { body: { content: json(SavedCompany), required: true } },
    responses: {
      200: answer(Company, "The company was known, and is so now."),
      201: answer(Company, "The company was made."),
    },
  });
  api.openapi(route, async (c) => {
    const { workspaceId } = c.get("apiKey");
    const { company, created } = await saveCompany(web.ctx, { workspaceId, ...c.req.valid("json") });
    if (!created) return c.json(toCompanyJson(company), 200);
    c.header("Location", `/api/v1/companies/${company.id}`);
    return c.json(toCompanyJson(company), 201);
  });
}

function addRead(api: Api, web: Web): void {
  const route = apiRoute(web, {
    method: "get",
    path: "/companies/{id}",
    operationId: "getCompany",
    summary: "Read a company",
    tags: TAGS,
    scope: "people:read",
    request: { params: IdParam },
    responses: { 200: answer(Company, "The company.") },
  });
  api.openapi(route, async (c) => {
    const { workspaceId } = c.get("apiKey");
    const company = await getCompany(web.ctx, { workspaceId, companyId: c.req.valid("param").id });
    return c.json(toCompanyJson(company), 200);
  });
}

function addUpdate(api: Api, web: Web): void {
  const route = apiRoute(web, {
    method: "patch",
    path: "/companies/{id}",
    operationId: "updateCompany",
    summary: "Change a company",
    tags: TAGS,
    scope: "people:write",
    request: { params: IdParam, body: { content: json(CompanyChanges), required: true } },
    responses: { 200: answer(Company, "The company as it is now.") },
  });
  api.openapi(route, async (c) => {
    const { workspaceId } = c.get("apiKey");
    const company = await updateCompany(web.ctx, {
      workspaceId,
      companyId: c.req.valid("param").id,
      changes: c.req.valid("json"),
    });
    return c.json(toCompanyJson(company), 200);
  });
}

function toCompanyJson(company: CoreCompany): z.infer<typeof Company> {
  const { createdAt, updatedAt, ...rest } = company;
  return { ...rest, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
}
