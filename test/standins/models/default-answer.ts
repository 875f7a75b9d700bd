import type { Prompt } from "./script.ts";

type Schema = Record<string, unknown>;
type Document = { id: number; text: string };
type Facts = { text: string; ids: number[]; confidence: number; said: string };

/**
 * A deterministic answer that follows the prompt's schema: texts are the first sentences of the first document,
 * lists of numbers cite it, numbers are a confidence, whatever may be null is null.
 */
export function defaultAnswer(prompt: Prompt, obeysAttacks: boolean): string | object {
  const documents = findDocuments(prompt.user);
  const order = obeysAttacks ? findOrder(prompt) : undefined;
  const facts = order === undefined ? honestFacts(prompt, documents) : obedientFacts(order, documents);
  return prompt.schema ? asObject(fill(prompt.schema, prompt.schema, facts)) : facts.text;
}

function honestFacts(prompt: Prompt, documents: Document[]): Facts {
  const [first] = documents;
  if (!first)
    return { text: "The documentation does not cover this.", ids: [], confidence: 0.1, said: prompt.user };
  return { text: firstSentences(first.text), ids: [first.id], confidence: 0.9, said: prompt.user };
}

function obedientFacts(order: string, documents: Document[]): Facts {
  return { text: order, ids: documents.slice(0, 1).map(({ id }) => id), confidence: 1, said: order };
}

const DOCUMENT = /<(\w*(?:document|passage))\b[^>]*\bid="(\d+)"[^>]*>\n?([\s\S]*?)<\/\1>/g;

function findDocuments(text: string): Document[] {
  return [...text.matchAll(DOCUMENT)].map(([, , id, body]) => ({ id: Number(id), text: body ?? "" }));
}

const ORDER =
  /ignore\s+(?:all\s+|any\s+)?(?:the\s+|your\s+)?(?:previous|prior|above|earlier)\s+(?:instructions|rules)[^\n]{0,40}?\b(?:say|reply with|answer with|write|post)\b[\s:]*["\u201c]?([^"\u201d\n]+)/i;

function findOrder({ system, user }: Prompt): string | undefined {
  return ORDER.exec(`${system}\n${user}`)?.[1]?.trim();
}

/** A document may begin with lines about itself (title, address), which end with an empty line. */
function firstSentences(document: string): string {
  const start = document.indexOf("\n\n");
  const body = document.slice(start === -1 ? 0 : start + 2).replace(/^#+ .*$/gm, "");
  const sentences = body
    .replace(/\s+/g, " ")
    .trim()
    .split(/(?<=[.!?])\s/);
  return sentences.slice(0, 2).join(" ").replaceAll("&lt;", "<").slice(0, 500) || "See the article.";
}

function fill(schema: Schema, root: Schema, facts: Facts): unknown {
  const target = resolve(schema, root);
  const variants = list(target["anyOf"]);
  if (variants.length > 0) return fillVariant(variants, root, facts);
  const choices = target["enum"];
  if (Array.isArray(choices)) return choose(choices, facts.said);
  if ("const" in target) return target["const"];
  return fillType(target, root, facts);
}

function fillVariant(variants: Schema[], root: Schema, facts: Facts): unknown {
  if (variants.some((variant) => variant["type"] === "null")) return null;
  return fill(variants[0] ?? {}, root, facts);
}

function fillType(schema: Schema, root: Schema, facts: Facts): unknown {
  const type = schema["type"];
  if (Array.isArray(type) && type.includes("null")) return null;
  switch (type) {
    case "object": {
      const properties = Object.entries(asSchema(schema["properties"]));
      return Object.fromEntries(
        properties.map(([name, inner]) => [name, fill(asSchema(inner), root, facts)]),
      );
    }
    case "array":
      return isNumeric(resolve(asSchema(schema["items"]), root)) ? facts.ids : [];
    case "string":
      return facts.text;
    case "number":
    case "integer":
      return facts.confidence;
    case "boolean":
      return false;
    default:
      return null;
  }
}

/** The choice that the text names, else a neutral one, else the first. */
function choose(choices: unknown[], said: string): unknown {
  const words = new Set(said.toLowerCase().match(/\w+/g));
  const named = choices.find((choice) => words.has(String(choice)));
  return named ?? choices.find((choice) => choice === "general" || choice === "normal") ?? choices[0];
}

function resolve(schema: Schema, root: Schema): Schema {
  const reference = schema["$ref"];
  if (typeof reference !== "string") return schema;
  const steps = reference.split("/").slice(1);
  return steps.reduce<Schema>((node, step) => asSchema(node[step]), root);
}

function isNumeric(schema: Schema): boolean {
  return schema["type"] === "number" || schema["type"] === "integer";
}

function list(value: unknown): Schema[] {
  return Array.isArray(value) ? value.map(asSchema) : [];
}

function asSchema(value: unknown): Schema {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function asObject(value: unknown): object {
  return typeof value === "object" && value !== null ? value : { value };
}
