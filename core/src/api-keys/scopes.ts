/** What a key may do. `write` does not include `read`. */
export const API_SCOPES = [
  "tickets:read",
  "tickets:write",
  "articles:read",
  "articles:write",
  "search",
  "ask",
  "feedback:read",
  "feedback:write",
  "people:read",
  "people:write",
  "webhooks:read",
  "webhooks:write",
] as const;

export type ApiScope = (typeof API_SCOPES)[number];

export function isApiScope(text: string): text is ApiScope {
  return API_SCOPES.some((scope) => scope === text);
}
