import type { Api } from "./api.ts";
import { Problem } from "./schemas.ts";

const REFUSALS: Readonly<Record<number, { name: string; description: string }>> = {
  400: {
    name: "Invalid",
    description: "The request is not of the agreed form; `errors` says what is wrong where.",
  },
  401: { name: "Unauthorized", description: "The key is missing, unknown, expired or revoked." },
  403: { name: "Forbidden", description: "The key lacks the scope, or the person may not do this." },
  404: { name: "NotFound", description: "There is nothing of this id in the workspace." },
  409: {
    name: "Conflict",
    description: "It does not go together with what is there, or the same request is still being worked on.",
  },
  412: { name: "ChangedMeanwhile", description: "It was changed since you read it." },
  413: { name: "TooLarge", description: "The body is too large." },
  415: { name: "UnsupportedMediaType", description: "The body's media type is none that is understood." },
  422: { name: "KeyReused", description: "The idempotency key was used for another request." },
  429: {
    name: "TooManyRequests",
    description: "Too many requests; `Retry-After` says how many seconds to wait.",
  },
};

export const refusalRef = (status: number): string =>
  `#/components/responses/${REFUSALS[status]?.name ?? "Invalid"}`;

/** Described once: every route refuses in the same ways. */
export function registerRefusals(api: Api): void {
  api.openAPIRegistry.register("Problem", Problem);
  for (const { name, description } of Object.values(REFUSALS)) {
    api.openAPIRegistry.registerComponent("responses", name, {
      description,
      content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
    });
  }
}
