import type { ErrorObject } from "ajv";
import { isObject, type Json, toObjects, toText, walk } from "../json.ts";
import { checkRules, checkUniqueness } from "./block-rules.ts";
import { applyLimits, checkLimits } from "./check-limits.ts";
import { MAX_BLOCKS_TEXT, MAX_MARKDOWN, MAX_MESSAGE_BLOCKS, MAX_TABLE_TEXT, VIEW_LIMITS } from "./limits.ts";
import type { SchemaSet } from "./schema.ts";

export type Surface = "message" | "modal" | "home";

/** Blocks that a surface refuses; everything else may stand on all three. */
const REFUSED: Readonly<Record<Surface, readonly string[]>> = {
  message: [],
  modal: [
    "card",
    "carousel",
    "context_actions",
    "data_table",
    "file",
    "markdown",
    "plan",
    "table",
    "task_card",
  ],
  home: [
    "card",
    "carousel",
    "context_actions",
    "data_table",
    "file",
    "markdown",
    "plan",
    "table",
    "task_card",
  ],
};

/** Problems of the blocks of a message or view; empty when Slack would take them. */
export function checkBlocks(
  schema: SchemaSet,
  blocks: readonly unknown[],
  surface: Surface,
  pointer = "/blocks",
): string[] {
  const shapes = blocks.flatMap((block, index) => checkShape(schema, block, surface, `${pointer}/${index}`));
  const max = MAX_MESSAGE_BLOCKS;
  const tooMany = surface === "message" && blocks.length > max;
  return [
    ...(tooMany ? [`no more than ${max} items allowed [json-pointer:${pointer}]`] : []),
    ...shapes,
    ...checkLimits(blocks, pointer),
    ...checkRules(blocks, pointer),
    ...checkUniqueness(toObjects(blocks), pointer),
    ...checkTotals(blocks, pointer),
    ...checkInputs(blocks, surface, pointer),
  ];
}

function checkShape(schema: SchemaSet, block: unknown, surface: Surface, at: string): string[] {
  if (!isObject(block)) return [`must provide an object [json-pointer:${at}]`];
  const type = toText(block["type"]);
  if (type === undefined) return [`missing required field: type [json-pointer:${at}]`];
  const definition = schema.blockTypes.get(type);
  if (definition === undefined || REFUSED[surface].includes(type)) {
    return [`unsupported type: ${type} [json-pointer:${at}/type]`];
  }
  return describe(schema.check(definition, block), at);
}

/** The deepest complaints, from those branches of each union that the value's `type` points to. */
export function describe(errors: readonly ErrorObject[], at: string): string[] {
  const apart = errors.filter(isTypeMismatch);
  const isOfOtherType = (error: ErrorObject): boolean =>
    apart.some(
      (each) => definitionOf(each) === definitionOf(error) && error.instancePath.startsWith(parentOf(each)),
    );
  const relevant = errors.filter((error) => error.keyword !== "anyOf" && !isOfOtherType(error));
  const unions = errors.filter(({ keyword }) => keyword === "anyOf");
  const useful = [relevant, unions, errors].find(({ length }) => length > 0) ?? [];
  const depth = (error: ErrorObject): number => error.instancePath.split("/").length;
  const deepest = Math.max(0, ...useful.map(depth));
  const lines = useful
    .filter((error) => depth(error) === deepest)
    .map((error) => `${phrase(error)} [json-pointer:${at}${error.instancePath}]`);
  return [...new Set(lines)].slice(0, 5);
}

function isTypeMismatch(error: ErrorObject): boolean {
  return error.keyword === "const" && error.instancePath.endsWith("/type");
}

function parentOf(error: ErrorObject): string {
  return error.instancePath.slice(0, -"/type".length);
}

function definitionOf({ schemaPath }: ErrorObject): string {
  return /definitions\/([^/]+)/.exec(schemaPath)?.[1] ?? schemaPath;
}

function phrase({ keyword, params, message = "is invalid" }: ErrorObject): string {
  if (keyword === "required") return `missing required field: ${String(params["missingProperty"])}`;
  if (keyword === "additionalProperties")
    return `invalid additional property: ${String(params["additionalProperty"])}`;
  if (keyword === "const" || keyword === "anyOf") return "failed to match all allowed schemas";
  return message;
}

function checkTotals(blocks: readonly unknown[], pointer: string): string[] {
  let markdown = 0;
  let table = 0;
  let tables = 0;
  for (const block of toObjects(blocks)) {
    if (block["type"] === "markdown") markdown += toText(block["text"])?.length ?? 0;
    if (block["type"] !== "table") continue;
    tables += 1;
    walk(block["rows"], "", (cell) => (table += toText(cell["text"])?.length ?? 0));
  }
  const at = `[json-pointer:${pointer}]`;
  return [
    ...(markdown > MAX_MARKDOWN
      ? [`markdown blocks must be less than ${MAX_MARKDOWN + 1} characters together ${at}`]
      : []),
    ...(table > MAX_TABLE_TEXT
      ? [`table cells must be less than ${MAX_TABLE_TEXT + 1} characters together ${at}`]
      : []),
    ...(tables > 1 ? [`only_one_table_allowed ${at}`] : []),
  ];
}

function checkInputs(blocks: readonly unknown[], surface: Surface, pointer: string): string[] {
  const problems: string[] = [];
  walk(blocks, pointer, (node, at) => {
    if (node["type"] === "file_input" && surface !== "modal")
      problems.push(`unsupported type: file_input [json-pointer:${at}]`);
  });
  return problems;
}

/** All text inside the blocks, which Slack limits as a whole (msg_blocks_too_long). */
export function isTooLong(blocks: readonly unknown[]): boolean {
  let length = 0;
  walk(blocks, "", (node) => (length += toText(node["text"])?.length ?? 0));
  return length > MAX_BLOCKS_TEXT;
}

/** Problems of a modal or Home view. */
export function checkView(schema: SchemaSet, view: Json): string[] {
  const type = view["type"];
  if (type !== "modal" && type !== "home") return ["unsupported type [json-pointer:/view/type]"];
  const { blocks, ...rest } = view;
  if (!Array.isArray(blocks)) return ["missing required field: blocks [json-pointer:/view]"];
  const definition = type === "modal" ? "ModalView" : "HomeView";
  const hasInput = toObjects(blocks).some((block) => block["type"] === "input");
  const lacksSubmit = type === "modal" && hasInput && view["submit"] === undefined;
  return [
    ...describe(schema.check(definition, { ...rest, blocks: [] }), "/view"),
    ...applyLimits(VIEW_LIMITS, view, "/view"),
    ...(lacksSubmit ? ["missing required field: submit [json-pointer:/view]"] : []),
    ...checkBlocks(schema, blocks, type, "/view/blocks"),
  ];
}
