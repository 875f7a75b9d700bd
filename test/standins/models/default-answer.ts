import type { Prompt } from "./script.ts";

type Schema = Record<string, unknown>;
type Document = { id: number; text: string };
/** A sentence and the document it was copied from; null for what rests on none. */
type Sentence = { text: string; id: number | null };
type Facts = { sentences: Sentence[]; confidence: number; prompt: Prompt; said: string };

/**
 * A deterministic answer that follows the prompt's schema. Texts are the first sentences of the first document, a list of
 * objects has one for each sentence with its document's id and its words, lists of numbers name that document, numbers are
 * a confidence, lists of texts are empty, and what may be null is null where no document carries it. A field named
 * `question` repeats the one that was asked.
 */
export function defaultAnswer(prompt: Prompt, obeysAttacks: boolean): string | object {
  const documents = findDocuments(prompt.user);
  const order = obeysAttacks ? findOrder(prompt) : undefined;
  const facts =
    order === undefined ? honestFacts(prompt, documents) : obedientFacts(order, prompt, documents);
  return prompt.schema ? asObject(fill(prompt.schema, prompt.schema, facts)) : textOf(facts);
}

function honestFacts(prompt: Prompt, documents: Document[]): Facts {
  const [first] = documents;
  const shared = { prompt, said: prompt.user };
  if (!first) {
    const text = "The documentation does not cover this.";
    return { ...shared, sentences: [{ text, id: null }], confidence: 0.1 };
  }
  const sentences = firstSentences(first.text).map((text) => ({ text, id: first.id }));
  return { ...shared, sentences, confidence: 0.9 };
}

/** It claims as its evidence what no document says. */
function obedientFacts(order: string, prompt: Prompt, documents: Document[]): Facts {
  const sentences = [{ text: order, id: documents[0]?.id ?? null }];
  return { sentences, confidence: 1, prompt, said: order };
}

function textOf({ sentences }: Facts): string {
  return sentences.map(({ text }) => text).join(" ");
}

const DOCUMENT = /<(\w*(?:document|passage))\b[^>]*\bid="(\d+)"[^>]*>\n?([\s\S]*?)<\/\1>/g;

function findDocuments(text: string): Document[] {
  return [...text.matchAll(DOCUMENT)].map(([, , id, body]) => ({ id: Number(id), text: body ?? "" }));
}

const QUESTION = /<data_question>\n([\s\S]*?)\n<\/data_question>/;

const ORDER =
  /ignore\s+(?:all\s+|any\s+)?(?:the\s+|your\s+)?(?:previous|prior|above|earlier)\s+(?:instructions|rules)[^\n]{0,40}?\b(?:say|reply with|answer with|write|post)\b[\s:]*["\u201c]?([^"\u201d\n]+)/i;

function findOrder({ system, user }: Prompt): string | undefined {
  return ORDER.exec(`${system}\n${user}`)?.[1]?.trim();
}

/** Letter for letter. A document may begin with lines about itself (title, address), which end with an empty line. */
function firstSentences(document: string): string[] {
  const start = document.indexOf("\n\n");
  const lines = document
    .slice(start === -1 ? 0 : start + 2)
    .split("\n")
    .filter((line) => !/^\s*(?:#|```|~~~|\||$)/.test(line));
  const sentences = lines
    .flatMap((line) => line.replace(/^\s*(?:[-*+>]|\d+[.)])\s+/, "").split(/(?<=[.!?])\s/))
    .map((sentence) => sentence.trim().replaceAll("&lt;", "<").slice(0, 250).trim())
    .filter((sentence) => sentence !== "");
  return sentences.length === 0 ? ["See the article."] : sentences.slice(0, 2);
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
    case "object":
      return mapProperties(schema, (name, inner) =>
        name === "question"
          ? (QUESTION.exec(facts.prompt.user)?.[1] ?? textOf(facts))
          : fill(inner, root, facts),
      );
    case "array":
      return fillList(resolve(asSchema(schema["items"]), root), facts);
    case "string":
      return textOf(facts);
    case "number":
    case "integer":
      return facts.confidence;
    case "boolean":
      return false;
    default:
      return null;
  }
}

function fillList(items: Schema, { sentences }: Facts): unknown[] {
  const ids = sentences.flatMap(({ id }) => (id === null ? [] : [id]));
  if (isOf(items, ["number", "integer"])) return [...new Set(ids)];
  if (isOf(items, ["object"])) return sentences.map((sentence) => fillEvidence(items, sentence));
  return [];
}

/** A statement's number is its document's id, its text the sentence; what may be null is so without a document. */
function fillEvidence(schema: Schema, { id, text }: Sentence): object {
  return mapProperties(schema, (_name, inner) => {
    const variants = list(inner["anyOf"]);
    const isNumber = [inner, ...variants].some((variant) => isOf(variant, ["number", "integer"]));
    const mayBeNull = [inner, ...variants].some((variant) => isOf(variant, ["null"]));
    if (isNumber || (mayBeNull && id === null)) return id;
    return text;
  });
}

function mapProperties(schema: Schema, fillIn: (name: string, inner: Schema) => unknown): object {
  const properties = Object.entries(asSchema(schema["properties"]));
  return Object.fromEntries(properties.map(([name, inner]) => [name, fillIn(name, asSchema(inner))]));
}

/** The choice that the text names, else a neutral one, else the first. */
function choose(choices: unknown[], said: string): unknown {
  const words = new Set(said.toLowerCase().match(/\w+/g));
  const named = choices.find((choice) => words.has(String(choice)));
  const neutral = ["general", "normal", "neutral"];
  return named ?? choices.find((choice) => neutral.includes(String(choice))) ?? choices[0];
}

function resolve(schema: Schema, root: Schema): Schema {
  const reference = schema["$ref"];
  if (typeof reference !== "string") return schema;
  const steps = reference.split("/").slice(1);
  return steps.reduce<Schema>((node, step) => asSchema(node[step]), root);
}

function isOf(schema: Schema, types: string[]): boolean {
  const type = schema["type"];
  return (Array.isArray(type) ? type : [type]).some((each) => types.includes(String(each)));
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
