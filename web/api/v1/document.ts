import { API_SCOPES } from "@firstline/core";
import type { Api } from "./api.ts";

export type ApiDocument = ReturnType<Api["getOpenAPI31Document"]>;

const TAGS = [
  { name: "Tickets", description: "Questions of people, and what becomes of them." },
  { name: "Articles", description: "What the knowledge base and the help center hold." },
  { name: "Categories", description: "How articles are sorted." },
  { name: "Search", description: "Passages for a few words, and answers with sources." },
  { name: "Feedback", description: "Posts that people vote for." },
  { name: "People", description: "Members, agents and the companies they belong to." },
  { name: "Webhooks", description: "Where you hear of events." },
] as const;

export type Tag = (typeof TAGS)[number]["name"];

/** The OpenAPI 3.1 document, written by the schemas that check the requests. */
export function describeApi(api: Api): ApiDocument {
  const used = new Set(
    api.openAPIRegistry.definitions.flatMap((part) => (part.type === "route" ? (part.route.tags ?? []) : [])),
  );
  return api.getOpenAPI31Document({
    openapi: "3.1.0",
    info: {
      title: "Firstline API",
      version: "1",
      description:
        "JSON over HTTP. Send your key as a bearer token. What is refused is answered with a problem (RFC 9457).",
    },
    servers: [{ url: "/api/v1" }],
    tags: TAGS.filter(({ name }) => used.has(name)),
  });
}

export function registerKeys(api: Api): void {
  api.openAPIRegistry.registerComponent("securitySchemes", "apiKey", {
    type: "http",
    scheme: "bearer",
    description: `An API key (fl_live_...) with the scopes that a route names: ${API_SCOPES.join(", ")}.`,
  });
}
