import type { Issues, Path } from "../issues.ts";
import type { JsonObject } from "../json.ts";
import { numberOr, objectsOf, textOr } from "../json.ts";
import { limits } from "../limits.ts";

const LINK = 5;
const PREMIUM = 6;
const STRING_SELECT = 3;

export function checkCustomId(issues: Issues, component: JsonObject, path: Path): void {
  const rule = { min: 1, max: limits.components.customId, required: true };
  issues.text(component["custom_id"], [...path, "custom_id"], rule);
}

export function checkButton(issues: Issues, button: JsonObject, path: Path): void {
  const style = numberOr(button["style"], 0);
  if (style < 1 || style > 6) {
    issues.choices([...path, "style"], [1, 2, 3, 4, 5, 6]);
    return;
  }
  const hasCustomId = typeof button["custom_id"] === "string";
  const hasUrl = typeof button["url"] === "string";
  if (hasCustomId && hasUrl) {
    const message = "A custom id and url cannot both be specified";
    issues.add(path, "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", message);
  }
  if (style === LINK) checkLink(issues, button, path);
  if (style < LINK) checkAction(issues, button, path);
  if (style === PREMIUM && typeof button["sku_id"] !== "string") issues.required([...path, "sku_id"]);
  issues.text(button["label"], [...path, "label"], { max: limits.components.label });
  const hasLabel = textOr(button["label"], "") !== "";
  if (style !== PREMIUM && !hasLabel && !button["emoji"]) {
    issues.add(path, "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED", "A label or emoji is required");
  }
}

function checkLink(issues: Issues, button: JsonObject, path: Path): void {
  const url = button["url"];
  if (!issues.text(url, [...path, "url"], { min: 1, max: limits.components.url, required: true })) return;
  const scheme = URL.canParse(url) ? new URL(url).protocol : "";
  if (["http:", "https:", "discord:"].includes(scheme)) return;
  const message = "Scheme must be one of ('http', 'https', 'discord').";
  issues.add([...path, "url"], "URL_TYPE_INVALID_SCHEME", message);
}

function checkAction(issues: Issues, button: JsonObject, path: Path): void {
  if (button["url"] !== undefined && button["url"] !== null) {
    issues.add([...path, "url"], "BUTTON_COMPONENT_URL_NOT_ALLOWED", "Only link buttons have a url");
  }
  if (typeof button["custom_id"] !== "string") {
    issues.add([...path, "custom_id"], "BUTTON_COMPONENT_CUSTOM_ID_REQUIRED", "A custom id is required");
    return;
  }
  checkCustomId(issues, button, path);
}

export function checkSelect(issues: Issues, select: JsonObject, path: Path): void {
  checkCustomId(issues, select, path);
  const { placeholder, options: most } = limits.select;
  issues.text(select["placeholder"], [...path, "placeholder"], { max: placeholder });
  issues.range(select["min_values"], [...path, "min_values"], 0, most);
  issues.range(select["max_values"], [...path, "max_values"], 1, most);
  if (numberOr(select["min_values"], 1) > numberOr(select["max_values"], 1)) {
    issues.add([...path, "min_values"], "SELECT_COMPONENT_MIN_ABOVE_MAX", "min_values exceeds max_values");
  }
  if (numberOr(select["type"], 0) === STRING_SELECT) {
    checkOptions(issues, select, path, { min: 1, max: most });
  }
}

/** Options of a select, a radio group or a group of checkboxes. */
export function checkOptions(
  issues: Issues,
  component: JsonObject,
  path: Path,
  count: { min: number; max: number },
): void {
  const options = objectsOf(component["options"]);
  const place = [...path, "options"];
  issues.length(options.length, place, count.min, count.max);
  const seen = new Set<string>();
  for (const [index, option] of options.entries()) {
    const at = [...place, index];
    issues.text(option["label"], [...at, "label"], { min: 1, max: limits.select.label, required: true });
    issues.text(option["value"], [...at, "value"], { min: 1, max: limits.select.value, required: true });
    issues.text(option["description"], [...at, "description"], { max: limits.select.description });
    const value = textOr(option["value"], "");
    if (seen.has(value)) {
      const message = "The specified option value is already used";
      issues.add([...at, "value"], "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", message);
    }
    seen.add(value);
  }
  const most = numberOr(component["max_values"], 1);
  if (options.length > 0 && most > options.length) {
    issues.add(
      [...path, "max_values"],
      "SELECT_COMPONENT_MAX_ABOVE_OPTIONS",
      "max_values exceeds the options",
    );
  }
  if (options.filter((option) => option["default"] === true).length > most) {
    issues.add(place, "SELECT_COMPONENT_TOO_MANY_DEFAULTS", "More default options than max_values");
  }
}
