import { getPersonRecord, listPeoplePage, savePerson, updatePerson } from "@firstline/core";
import type { PersonRecord } from "@firstline/core";
import { z } from "@hono/zod-openapi";
import type { Web } from "../../context.ts";
import type { Api } from "../api.ts";
import { DEFAULT_LIMIT, fromCursor, IdPosition, PageQuery, toCursor } from "../cursor.ts";
import { apiRoute } from "../route.ts";
import { answer, Id, IdParam, json, Words } from "../schemas.ts";
import { Person, PersonChanges, PersonPage, SavedPerson } from "./schemas.ts";

const TAGS = ["People"];

export function addPeopleRoutes(api: Api, web: Web): void {
  addList(api, web);
  addSave(api, web);
  addRead(api, web);
  addUpdate(api, web);
}

const ListQuery = PageQuery.extend({
  q: Words(200).optional().openapi({ description: "Part of the name or the address." }),
  email: z.string().max(254).optional().openapi({ description: "The whole address." }),
  role: z.enum(["member", "agent", "admin"]).optional(),
  companyId: Id.optional(),
});

function addList(api: Api, web: Web): void {
  const route = apiRoute(web, {
    method: "get",
    path: "/people",
    operationId: "listPeople",
    summary: "List people",
    description: "Oldest first.",
    tags: TAGS,
    scope: "people:read",
    request: { query: ListQuery },
    responses: { 200: answer(PersonPage, "A page of people.") },
  });
  api.openapi(route, async (c) => {
    const { limit = DEFAULT_LIMIT, cursor, q, ...rest } = c.req.valid("query");
    const filter = { ...rest, query: q };
    const list = `people ${JSON.stringify(filter)}`;
    const { people, next } = await listPeoplePage(web.ctx, {
      workspaceId: c.get("apiKey").workspaceId,
      filter,
      after: fromCursor(list, IdPosition, cursor),
      limit,
    });
    return c.json(
      { people: people.map(toPersonJson), next: next === null ? null : toCursor(list, next) },
      200,
    );
  });
}

function addSave(api: Api, web: Web): void {
  const route = apiRoute(web, {
    method: "post",
    path: "/people",
    operationId: "savePerson",
    summary: "Make or change a person",
    tags: TAGS,
    scope: "people:write",
    request: { body: { content: json(SavedPerson), required: true } },
    responses: {
      200: answer(Person, "The person was known, and is so now."),
      201: answer(Person, "The person was made."),
    },
  });
  api.openapi(route, async (c) => {
    const { workspaceId } = c.get("apiKey");
    const { person, created } = await savePerson(web.ctx, { workspaceId, ...c.req.valid("json") });
    if (!created) return c.json(toPersonJson(person), 200);
    c.header("Location", `/api/v1/people/${person.id}`);
    return c.json(toPersonJson(person), 201);
  });
}

function addRead(api: Api, web: Web): void {
  const route = apiRoute(web, {
    method: "get",
    path: "/people/{id}",
    operationId: "getPerson",
    summary: "Read a person",
    tags: TAGS,
    scope: "people:read",
    request: { params: IdParam },
    responses: { 200: answer(Person, "The person.") },
  });
  api.openapi(route, async (c) => {
    const { workspaceId } = c.get("apiKey");
    const person = await getPersonRecord(web.ctx, { workspaceId, personId: c.req.valid("param").id });
    return c.json(toPersonJson(person), 200);
  });
}

function addUpdate(api: Api, web: Web): void {
  const route = apiRoute(web, {
    method: "patch",
    path: "/people/{id}",
    operationId: "updatePerson",
    summary: "Change a person",
    tags: TAGS,
    scope: "people:write",
    request: { params: IdParam, body: { content: json(PersonChanges), required: true } },
    responses: { 200: answer(Person, "The person as they are now.") },
  });
  api.openapi(route, async (c) => {
    const { workspaceId } = c.get("apiKey");
    const person = await updatePerson(web.ctx, {
      workspaceId,
      personId: c.req.valid("param").id,
      changes: c.req.valid("json"),
    });
    return c.json(toPersonJson(person), 200);
  });
}

function toPersonJson(person: PersonRecord): z.infer<typeof Person> {
  const { identities, createdAt, updatedAt, ...rest } = person;
  const own = identities.find(
    ({ platform, externalId }) => platform === "panel" && externalId.startsWith("user:"),
  );
  return {
    ...rest,
    externalId: own?.externalId.slice("user:".length) ?? null,
    platforms: [...new Set(identities.map(({ platform }) => platform))],
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
