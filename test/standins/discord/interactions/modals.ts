import type { JsonObject } from "../json.ts";
import { booleanOr, numberOr, objectOr, objectsOf, textOr } from "../json.ts";
import { withComponentIds } from "../wire/normalize.ts";

/** By custom id: what a person typed, chose, or ticked. */
export type ModalValues = Readonly<Record<string, string | readonly string[] | boolean>>;

const ROW = 1;
const TEXT_INPUT = 4;
const LABEL = 18;
const RADIO_GROUP = 21;
const CHECKBOX = 23;

/** The components as Discord sends them back, or an Error where its client would not let a person submit. */
export function toSubmission(modal: JsonObject, values: ModalValues): JsonObject[] {
  const components = withComponentIds(objectsOf(modal["components"]));
  const known = components.flatMap(inputsOf).map((input) => textOr(input["custom_id"], ""));
  for (const name of Object.keys(values)) {
    if (!known.includes(name)) throw new Error(`The modal has no input ${name}; it has ${known.join(", ")}`);
  }
  return components.map((component) => {
    const common: JsonObject = { type: component["type"], id: component["id"] };
    if (component["type"] === ROW) {
      return {
        ...common,
        components: objectsOf(component["components"]).map((input) => submit(input, values)),
      };
    }
    if (component["type"] === LABEL) {
      return { ...common, component: submit(objectOr(component["component"]), values) };
    }
    return common;
  });
}

function inputsOf(component: JsonObject): JsonObject[] {
  const inner = component["component"];
  return inner === undefined ? objectsOf(component["components"]) : [objectOr(inner)];
}

function submit(input: JsonObject, values: ModalValues): JsonObject {
  const name = textOr(input["custom_id"], "");
  const given = values[name];
  const common: JsonObject = { type: input["type"], id: input["id"], custom_id: name };
  const isRequired = booleanOr(input["required"], true);
  if (input["type"] === TEXT_INPUT) return { ...common, value: typed(input, name, given, isRequired) };
  if (input["type"] === CHECKBOX) return { ...common, value: given === true };
  const chosen = chosenOf(input, given);
  checkChosen(input, name, chosen, isRequired);
  if (input["type"] === RADIO_GROUP) return { ...common, value: chosen[0] ?? null };
  return { ...common, values: chosen };
}

/** What a person leaves alone is sent as it was shown. */
function chosenOf(input: JsonObject, given: unknown): string[] {
  if (typeof given === "string") return [given];
  if (Array.isArray(given)) return given.map(String);
  return objectsOf(input["options"])
    .filter((option) => option["default"] === true)
    .map((option) => textOr(option["value"], ""));
}

function typed(input: JsonObject, name: string, given: unknown, isRequired: boolean): string {
  const text = typeof given === "string" ? given : textOr(input["value"], "");
  if (text === "") {
    if (isRequired) throw new Error(`Input ${name} is required`);
    return text;
  }
  const least = numberOr(input["min_length"], 0);
  const most = numberOr(input["max_length"], 4000);
  if (text.length < least || text.length > most) {
    throw new Error(`Input ${name} takes ${least} to ${most} characters, not ${text.length}`);
  }
  return text;
}

function checkChosen(input: JsonObject, name: string, chosen: readonly string[], isRequired: boolean): void {
  const options = objectsOf(input["options"]).map((option) => option["value"]);
  const stranger = chosen.find((value) => options.length > 0 && !options.includes(value));
  if (stranger !== undefined) throw new Error(`${stranger} is not an option of ${name}`);
  const least = isRequired ? numberOr(input["min_values"], 1) : 0;
  if (chosen.length < least) throw new Error(`${name} takes at least ${least}`);
  const most = numberOr(input["max_values"], Array.isArray(input["options"]) ? options.length : 10);
  if (chosen.length > most) throw new Error(`${name} takes at most ${most}`);
}
