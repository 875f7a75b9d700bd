import type { ApiDocument } from "../document.ts";
import type { Schema } from "./schema-text.ts";

export type ShownParameter = { name: string; in: string; required: boolean; schema: Schema };

/** What the page shows of an operation. */
export type ShownOperation = {
  id: string;
  method: string;
  path: string;
  summary: string;
  description: string;
  scope: string;
  parameters: ShownParameter[];
  body: Schema | null;
  bodyType: string | null;
  answers: { status: string; description: string; schema: Schema | null }[];
};

export type TagWithOperations = { name: string; description: string; operations: ShownOperation[] };

type Content = { content?: Record<string, { schema?: Schema }> };

/** The document's own types leave nearly everything open; it is ours, and says these things. */
type RawOperation = {
  operationId: string;
  summary?: string;
  description?: string;
  tags?: string[];
  security?: Record<string, string[]>[];
  parameters?: ShownParameter[];
  requestBody?: Content;
  responses: Record<string, Content & { description?: string }>;
};

/** The operations of each tag, in the order of the document. */
export function listByTag(document: ApiDocument): TagWithOperations[] {
  const operations = Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
    Object.entries(methods as Record<string, RawOperation>).map(([method, raw]) => ({ path, method, raw })),
  );
  return (document.tags ?? []).map((tag) => ({
    name: tag.name,
    description: tag.description ?? "",
    operations: operations
      .filter(({ raw }) => raw.tags?.includes(tag.name))
      .map(({ path, method, raw }) => toShown(path, method, raw)),
  }));
}

function toShown(path: string, method: string, raw: RawOperation): ShownOperation {
  return {
    id: raw.operationId,
    method: method.toUpperCase(),
    path,
    summary: raw.summary ?? raw.operationId,
    description: raw.description ?? "",
    scope: Object.values(raw.security?.[0] ?? {}).flat()[0] ?? "",
    parameters: raw.parameters ?? [],
    body: schemaIn(raw.requestBody),
    bodyType: Object.keys(raw.requestBody?.content ?? {})[0] ?? null,
    answers: Object.entries(raw.responses)
      .filter(([status]) => status.startsWith("2"))
      .map(([status, answer]) => ({
        status,
        description: answer.description ?? "",
        schema: schemaIn(answer),
      })),
  };
}

const schemaIn = (from: Content | undefined): Schema | null =>
  Object.values(from?.content ?? {})[0]?.schema ?? null;
