import { getPersonRecord, listPeoplePage, savePerson, updatePerson } from "@firstline/core";
import type { PersonRecord } from "@firstline/core";
import { z } from "@hono/zod-openapi";
import { IdPosition, openPage, PageQuery } from "../cursor.ts";
import { defineRoute } from "../route.ts";
import type { ApiRoute } from "../route.ts";
import { answer, Id, IdParam, jsonBody, Text, Words } from "../schemas.ts";
import { Person, PersonChanges, PersonPage, SavedPerson } from "./schemas.ts";

const ListQuery = PageQuery.extend({
  q: Words(200).optional().openapi({ description: "Part of the name or the address." }),
  email: Text(254).optional().openapi({ description: "The whole address." }),
  role: z.enum(["member", "agent", "admin"]).optional(),
  companyId: Id.optional(),
});

export const peopleRoutes: readonly ApiRoute[] = [
  defineRoute({
    method: "get",
    path: "/people",
    operationId: "listPeople",
    summary: "List people",
    description: "Oldest first.",
    tag: "People",
    scope: "people:read",
    request: { query: ListQuery },
    responses: { 200: answer(PersonPage, "A page of people.") },
    async run({ web, workspaceId, query: { limit, cursor, q, ...rest } }) {
      const filter = { ...rest, query: q };
      const page = openPage({ limit, cursor }, { list: "people", filter, position: IdPosition });
      const input = { workspaceId, filter, after: page.at, limit: page.limit };
      const { people, next } = await listPeoplePage(web.ctx, input);
      return { people: people.map(toPersonJson), next: page.toNext(next) };
    },
  }),
  defineRoute({
    method: "post",
    path: "/people",
    operationId: "savePerson",
    summary: "Make or change a person",
    tag: "People",
    scope: "people:write",
    request: { body: jsonBody(SavedPerson) },
    responses: {
      200: answer(Person, "The person was known, and is so now."),
      201: answer(Person, "The person was made."),
    },
    async run({ web, workspaceId, body, made }) {
      const { person, created } = await savePerson(web.ctx, { workspaceId, ...body });
      if (created) made(person.id);
      return toPersonJson(person);
    },
  }),
  defineRoute({
    method: "get",
    path: "/people/{id}",
    operationId: "getPerson",
    summary: "Read a person",
    tag: "People",
    scope: "people:read",
    request: { params: IdParam },
    responses: { 200: answer(Person, "The person.") },
    async run({ web, workspaceId, params }) {
      return toPersonJson(await getPersonRecord(web.ctx, { workspaceId, personId: params.id }));
    },
  }),
  defineRoute({
    method: "patch",
    path: "/people/{id}",
    operationId: "updatePerson",
    summary: "Change a person",
    tag: "People",
    scope: "people:write",
    request: { params: IdParam, body: jsonBody(PersonChanges) },
    responses: { 200: answer(Person, "The person as they are now.") },
    async run({ web, workspaceId, params, body }) {
      const which = { workspaceId, personId: params.id };
      return toPersonJson(await updatePerson(web.ctx, { ...which, changes: body }));
    },
  }),
];

function toPersonJson(person: PersonRecord): z.infer<typeof Person> {
  const { identities, createdAt, updatedAt, erasedAt: _, ...rest } = person;
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
