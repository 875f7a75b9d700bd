import { Issues } from "../issues.ts";
import type { Path } from "../issues.ts";
import type { JsonObject } from "../json.ts";
import { numberOr, objectOrNull, objectsOf, textOr } from "../json.ts";
import { limits } from "../limits.ts";
import { checkUnique, kindOf, kinds } from "./components.ts";
import { checkCustomId, checkOptions, checkSelect } from "./controls.ts";

const FILE_UPLOAD = 19;
const RADIO_GROUP = 21;
const CHECKBOX_GROUP = 22;
const CHECKBOX = 23;
const IN_LABEL: readonly number[] = [3, 4, 5, 6, 7, 8, FILE_UPLOAD, RADIO_GROUP, CHECKBOX_GROUP, CHECKBOX];

/** Throws 50035 unless a modal like this could be opened. */
export function checkModal(data: JsonObject): void {
  const issues = new Issues();
  const path = ["data"];
  issues.text(data["title"], [...path, "title"], { min: 1, max: limits.modal.title, required: true });
  checkCustomId(issues, data, path);
  const components = objectsOf(data["components"]);
  issues.length(components.length, [...path, "components"], 1, limits.modal.components);
  for (const [index, component] of components.entries()) {
    checkPart(issues, component, [...path, "components", index]);
  }
  checkUnique(issues, components, [...path, "components"]);
  issues.throwIfAny();
}

function checkPart(issues: Issues, component: JsonObject, path: Path): void {
  switch (kindOf(component)) {
    case kinds.row:
      return checkInputRow(issues, component, path);
    case kinds.label:
      return checkLabel(issues, component, path);
    case kinds.text: {
      const rule = { min: 1, max: limits.components.textV2, required: true };
      issues.text(component["content"], [...path, "content"], rule);
      return;
    }
    default:
      issues.add(
        [...path, "type"],
        "UNION_TYPE_CHOICES",
        'Value of field "type" must be one of (1, 10, 18).',
      );
  }
}

function checkInputRow(issues: Issues, row: JsonObject, path: Path): void {
  const children = objectsOf(row["components"]);
  issues.length(children.length, [...path, "components"], 1, 1);
  for (const [index, child] of children.entries()) {
    const at = [...path, "components", index];
    if (kindOf(child) !== kinds.textInput) {
      issues.add([...at, "type"], "UNION_TYPE_CHOICES", 'Value of field "type" must be one of (4,).');
      continue;
    }
    const rule = { min: 1, max: limits.modal.inputLabel, required: true };
    issues.text(child["label"], [...at, "label"], rule);
    checkTextInput(issues, child, at);
  }
}

function checkLabel(issues: Issues, label: JsonObject, path: Path): void {
  const text = { min: 1, max: limits.modal.labelText, required: true };
  issues.text(label["label"], [...path, "label"], text);
  issues.text(label["description"], [...path, "description"], { min: 1, max: limits.modal.labelDescription });
  const inner = objectOrNull(label["component"]);
  const at = [...path, "component"];
  if (!inner) return issues.required(at);
  const kind = kindOf(inner);
  if (!IN_LABEL.includes(kind)) {
    const message = `Value of field "type" must be one of (${IN_LABEL.join(", ")}).`;
    issues.add([...at, "type"], "UNION_TYPE_CHOICES", message);
    return;
  }
  if (kind === kinds.textInput) {
    if (inner["label"] !== undefined && inner["label"] !== null) {
      const message = "A text input inside a label has no label of its own";
      issues.add([...at, "label"], "COMPONENT_LABEL_NOT_ALLOWED", message);
    }
    return checkTextInput(issues, inner, at);
  }
  checkCustomId(issues, inner, at);
  if (kind === RADIO_GROUP) checkOptions(issues, inner, at, { min: 2, max: 10 });
  if (kind === CHECKBOX_GROUP) checkOptions(issues, { max_values: 10, ...inner }, at, { min: 1, max: 10 });
  if (kind >= kinds.stringSelect && kind <= 8) checkModalSelect(issues, inner, at);
}

function checkModalSelect(issues: Issues, select: JsonObject, path: Path): void {
  checkSelect(issues, select, path);
  if (select["disabled"] !== true) return;
  issues.add([...path, "disabled"], "COMPONENT_DISABLED_IN_MODAL", "A select in a modal cannot be disabled");
}

function checkTextInput(issues: Issues, input: JsonObject, path: Path): void {
  checkCustomId(issues, input, path);
  const style = numberOr(input["style"], 0);
  if (style !== 1 && style !== 2) issues.choices([...path, "style"], [1, 2]);
  const { inputPlaceholder, inputValue } = limits.modal;
  issues.text(input["placeholder"], [...path, "placeholder"], { max: inputPlaceholder });
  issues.range(input["min_length"], [...path, "min_length"], 0, inputValue);
  issues.range(input["max_length"], [...path, "max_length"], 1, inputValue);
  const least = numberOr(input["min_length"], 0);
  const most = numberOr(input["max_length"], inputValue);
  if (least > most)
    issues.add([...path, "min_length"], "BASE_TYPE_BAD_LENGTH", "min_length exceeds max_length");
  const value = textOr(input["value"], "");
  if (value !== "") issues.length(value.length, [...path, "value"], least, most);
}
