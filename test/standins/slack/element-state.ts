import { type Json, toObject, toObjects, toText, walk } from "./json.ts";

/** What a person enters: text, or the values of chosen options; null clears. */
export type Entry = string | readonly string[] | null;
/** Entries by action_id, or by block_id when that is unambiguous. */
export type Entries = Readonly<Record<string, Entry>>;

export interface Placed {
  blockId: string;
  block: Json;
  element: Json;
}

/** Every interactive element of some blocks, with the block it stands in. */
export function findElements(blocks: readonly Json[]): Placed[] {
  return blocks.flatMap((block) => {
    const placed: Placed[] = [];
    walk(block, "", (element) => {
      if (typeof element["action_id"] !== "string") return;
      placed.push({ blockId: toText(block["block_id"]) ?? "", block, element });
    });
    return placed;
  });
}

/** state.values of a message or view: what each input holds, from its initial value and the person's entries. */
export function toStateValues(blocks: readonly Json[], entries: Entries): Json {
  const values: Record<string, Json> = {};
  for (const { blockId, element } of findElements(blocks)) {
    const state = toState(element, entryFor(entries, blockId, element));
    if (state === undefined) continue;
    const actionId = toText(element["action_id"]) ?? "";
    values[blockId] = { ...values[blockId], [actionId]: state };
  }
  return values;
}

function entryFor(entries: Entries, blockId: string, element: Json): Entry | undefined {
  return entries[toText(element["action_id"]) ?? ""] ?? entries[blockId];
}

const TEXT_INPUTS = ["plain_text_input", "email_text_input", "url_text_input", "number_input"];
const PICKERS: Readonly<Record<string, [string, string]>> = {
  datepicker: ["initial_date", "selected_date"],
  timepicker: ["initial_time", "selected_time"],
  users_select: ["initial_user", "selected_user"],
  channels_select: ["initial_channel", "selected_channel"],
  conversations_select: ["initial_conversation", "selected_conversation"],
  multi_users_select: ["initial_users", "selected_users"],
  multi_channels_select: ["initial_channels", "selected_channels"],
  multi_conversations_select: ["initial_conversations", "selected_conversations"],
};

/** The state of one element, or undefined for those that hold none, such as buttons. */
export function toState(element: Json, entry: Entry | undefined): Json | undefined {
  const type = toText(element["type"]) ?? "";
  if (TEXT_INPUTS.includes(type))
    return { type, value: entry === undefined ? (element["initial_value"] ?? null) : entry };
  const picker = PICKERS[type];
  if (picker) return { type, [picker[1]]: entry === undefined ? (element[picker[0]] ?? null) : entry };
  if (type === "static_select" || type === "radio_buttons") {
    return {
      type,
      selected_option: entry === undefined ? (element["initial_option"] ?? null) : findOption(element, entry),
    };
  }
  if (type !== "checkboxes" && type !== "multi_static_select") return undefined;
  const chosen = typeof entry === "string" ? [entry] : (entry ?? []);
  const initial = toObjects(element["initial_options"]);
  return {
    type,
    selected_options: entry === undefined ? initial : chosen.map((value) => findOption(element, value)),
  };
}

/** The offered option with this value; null when nothing is chosen. */
export function findOption(element: Json, value: Entry): Json | null {
  if (value === null) return null;
  const grouped = toObjects(element["option_groups"]).flatMap((group) => toObjects(group["options"]));
  const option = [...toObjects(element["options"]), ...grouped].find((each) => each["value"] === value);
  if (!option)
    throw new Error(`the element ${String(element["action_id"])} offers no option ${String(value)}`);
  return option;
}

/** What Slack's own client refuses to submit, by block_id. */
export function refusedInputs(blocks: readonly Json[], values: Json): string[] {
  return blocks.flatMap((block) => {
    if (block["type"] !== "input") return [];
    const element = toObject(block["element"]);
    const blockId = toText(block["block_id"]) ?? "";
    const state = toObject(toObject(values[blockId])[toText(element["action_id"]) ?? ""]);
    const problem = inputProblem(block, element, state);
    return problem ? [`${blockId}: ${problem}`] : [];
  });
}

function inputProblem(block: Json, element: Json, state: Json): string | undefined {
  const { type: _type, ...held } = state;
  const [value] = Object.values(held);
  const isEmpty =
    value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0);
  if (isEmpty) return block["optional"] === true ? undefined : "is required";
  if (typeof value !== "string") return undefined;
  if (value.length < Number(element["min_length"] ?? 0))
    return `needs ${String(element["min_length"])} characters`;
  const max = Number(element["max_length"] ?? 3000);
  return value.length > max ? `takes at most ${max} characters` : undefined;
}
