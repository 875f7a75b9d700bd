import { type Json, toList, toObject, toObjects, toText, walk } from "../json.ts";

type Rule = (node: Json, at: string) => string[];

/** Rules that are neither a shape nor a length: what must come together, and what must not. */
const RULES: Readonly<Record<string, Rule>> = {
  section: (node, at) =>
    need(node["text"] !== undefined || node["fields"] !== undefined, "missing required field: text", at),
  card: (node, at) =>
    need(
      ["hero_image", "title", "actions", "body"].some((key) => node[key] !== undefined),
      "one of hero_image, title, actions, body is required",
      at,
    ),
  static_select: menuRule,
  multi_static_select: menuRule,
  checkboxes: (node, at) => initialRule(node, toObjects(node["options"]), at),
  radio_buttons: (node, at) => initialRule(node, toObjects(node["options"]), at),
  plain_text_input: lengthRule,
  container: (node, at) =>
    need(node["title"] ?? node["rich_text_title"], "missing required field: title", at),
};

export function checkRules(tree: unknown, pointer: string): string[] {
  const problems: string[] = [];
  walk(tree, pointer, (node, at) => {
    problems.push(...(RULES[toText(node["type"]) ?? ""]?.(node, at) ?? []));
    problems.push(...urlRule(node, at));
  });
  return problems;
}

function menuRule(node: Json, at: string): string[] {
  const hasOptions = node["options"] !== undefined;
  const hasGroups = node["option_groups"] !== undefined;
  if (hasOptions === hasGroups)
    return [`exactly one of options, option_groups is required [json-pointer:${at}]`];
  const grouped = toObjects(node["option_groups"]).flatMap((group) => toObjects(group["options"]));
  return initialRule(node, [...toObjects(node["options"]), ...grouped], at);
}

function initialRule(node: Json, options: readonly Json[], at: string): string[] {
  const chosen = [...toObjects(node["initial_options"]), ...toObjects([node["initial_option"]])];
  const isOffered = (choice: Json): boolean => options.some((option) => option["value"] === choice["value"]);
  const values = options.map(({ value }) => value);
  return [
    ...need(new Set(values).size === values.length, "duplicate option values", `${at}/options`),
    ...need(chosen.every(isOffered), "initial option is not one of the options", at),
  ];
}

function lengthRule(node: Json, at: string): string[] {
  const min = Number(node["min_length"] ?? 0);
  const max = Number(node["max_length"] ?? 3000);
  return [
    ...need(min >= 0 && min <= 3000, "min_length must be between 0 and 3000", at),
    ...need(max >= 1 && max <= 3000, "max_length must be between 1 and 3000", at),
    ...need(min <= max, "min_length must not be greater than max_length", at),
  ];
}

function urlRule(node: Json, at: string): string[] {
  const urls = ["url", "image_url", "thumbnail_url", "video_url"].map((key) => toText(node[key]));
  const isWeb = (url: string | undefined): boolean =>
    url === undefined || /^(https?|mailto|slack|tel):/.test(url);
  return need(urls.every(isWeb), "invalid url", at);
}

function need(holds: unknown, problem: string, at: string): string[] {
  return holds ? [] : [`${problem} [json-pointer:${at}]`];
}

/** block_ids are unique in a message or view, action_ids inside their block, and one input takes the focus. */
export function checkUniqueness(blocks: readonly Json[], pointer: string): string[] {
  const problems: string[] = [];
  const ids = blocks.map((block) => toText(block["block_id"])).filter((id) => id !== undefined);
  for (const id of repeated(ids))
    problems.push(`\`block_id\` "${id}" already exists [json-pointer:${pointer}]`);
  for (const [index, block] of blocks.entries()) {
    for (const id of repeated(actionIdsOf(block))) {
      problems.push(
        `\`action_id\` "${id}" already exists for \`block_id\` [json-pointer:${pointer}/${index}]`,
      );
    }
  }
  let focused = 0;
  walk(blocks, pointer, (node) => (focused += node["focus_on_load"] === true ? 1 : 0));
  if (focused > 1) problems.push(`only one element can have focus_on_load [json-pointer:${pointer}]`);
  return problems;
}

function actionIdsOf(block: Json): string[] {
  const elements = [
    ...toList(block["elements"]),
    block["accessory"],
    block["element"],
    ...toList(block["actions"]),
  ];
  return elements.map((element) => toText(toObject(element)["action_id"])).filter((id) => id !== undefined);
}

function repeated(ids: readonly string[]): string[] {
  return [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))];
}
