import { Issues } from "../issues.ts";
import type { Path } from "../issues.ts";
import type { JsonObject } from "../json.ts";
import { numberOr, objectOr, objectsOf, printed, textOr } from "../json.ts";
import { limits } from "../limits.ts";
import { typeOf } from "../state/commands.ts";

const SLASH_NAME = /^[-_'\p{L}\p{N}\p{Script=Devanagari}\p{Script=Thai}]{1,32}$/u;
const SUBCOMMAND = 1;
const GROUP = 2;

/** Throws 50035 unless Discord would register this command. `path` is [] or [index] within a whole set. */
export function checkCommand(wire: JsonObject, path: Path = []): void {
  const issues = new Issues();
  const type = typeOf(wire);
  if (![1, 2, 3].includes(type)) issues.choices([...path, "type"], [1, 2, 3]);
  if (type === 1) checkSlash(issues, wire, path);
  if (type !== 1) checkMenu(issues, wire, path);
  if (sizeOf(wire) > limits.command.total) {
    const message = `Command exceeds maximum size (${limits.command.total})`;
    issues.add(path, "APPLICATION_COMMAND_TOO_LARGE", message);
  }
  issues.throwIfAny();
}

function checkSlash(issues: Issues, wire: JsonObject, path: Path): void {
  checkName(issues, wire, path);
  const rule = { min: 1, max: limits.command.description, required: true };
  issues.text(wire["description"], [...path, "description"], rule);
  checkOptions(issues, objectsOf(wire["options"]), [...path, "options"], 0);
}

/** Commands in a message's or a person's menu have names with spaces, and neither description nor options. */
function checkMenu(issues: Issues, wire: JsonObject, path: Path): void {
  issues.text(wire["name"], [...path, "name"], { min: 1, max: limits.command.name, required: true });
  if (textOr(wire["description"], "") !== "") {
    const message = "Context menu commands cannot have description";
    issues.add([...path, "description"], "APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION", message);
  }
  if (objectsOf(wire["options"]).length > 0) {
    const message = "Context menu commands cannot have options";
    issues.add([...path, "options"], "APPLICATION_COMMAND_CONTEXT_MENU_OPTIONS", message);
  }
}

function checkName(issues: Issues, wire: JsonObject, path: Path): void {
  const name = wire["name"];
  if (!issues.text(name, [...path, "name"], { min: 1, max: limits.command.name, required: true })) return;
  if (SLASH_NAME.test(name) && name === name.toLowerCase()) return;
  issues.add(
    [...path, "name"],
    "APPLICATION_COMMAND_INVALID_NAME",
    "Command name is invalid: lower case letters, digits, - and _ only",
  );
}

function checkOptions(issues: Issues, options: readonly JsonObject[], path: Path, depth: number): void {
  issues.length(options.length, path, 0, limits.command.options);
  const isSub = (option: JsonObject): boolean => numberOr(option["type"], 0) <= GROUP;
  if (options.some(isSub) && !options.every(isSub)) {
    const message =
      "Sub-command and sub-command group option types are mutually exclusive to all other types";
    issues.add(path, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", message);
  }
  const names = new Set<string>();
  let sawOptional = false;
  for (const [index, option] of options.entries()) {
    const at = [...path, index];
    const name = textOr(option["name"], "");
    if (names.has(name)) {
      const message = "Option names must be unique";
      issues.add([...at, "name"], "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", message);
    }
    names.add(name);
    checkOption(issues, option, at, depth);
    if (isSub(option)) continue;
    const isRequired = option["required"] === true;
    if (isRequired && sawOptional) {
      const message = "Required options must be placed before non-required options";
      issues.add(at, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", message);
    }
    sawOptional ||= !isRequired;
  }
}

function checkOption(issues: Issues, option: JsonObject, path: Path, depth: number): void {
  const type = numberOr(option["type"], 0);
  if (type < 1 || type > 11) issues.choices([...path, "type"], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  checkName(issues, option, path);
  const description = { min: 1, max: limits.command.description, required: true };
  issues.text(option["description"], [...path, "description"], description);

  const isTooDeep = (type === GROUP && depth > 0) || (type === SUBCOMMAND && depth > 1);
  if (isTooDeep) {
    const message = "This option type cannot be nested here";
    issues.add([...path, "type"], "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", message);
  }
  if (type === SUBCOMMAND || type === GROUP) {
    checkOptions(issues, objectsOf(option["options"]), [...path, "options"], type === GROUP ? depth + 1 : 2);
    return;
  }
  checkChoices(issues, option, type, path);
  issues.range(option["min_length"], [...path, "min_length"], 0, limits.command.stringLength);
  issues.range(option["max_length"], [...path, "max_length"], 1, limits.command.stringLength);
}

const WITH_CHOICES: readonly number[] = [3, 4, 10];

function checkChoices(issues: Issues, option: JsonObject, type: number, path: Path): void {
  const choices = objectsOf(option["choices"]);
  const completes = option["autocomplete"] === true;
  if ((completes || choices.length > 0) && !WITH_CHOICES.includes(type)) {
    const message = "Only string, integer and number options take choices or autocomplete";
    issues.add([...path, "choices"], "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", message);
  }
  if (completes && choices.length > 0) {
    const message = "Autocomplete and choices are mutually exclusive";
    issues.add([...path, "choices"], "APPLICATION_COMMAND_OPTIONS_CHOICES_INVALID", message);
  }
  checkChoiceList(issues, choices, type === 3, [...path, "choices"]);
}

/** Choices of an option, and suggestions of an autocomplete. */
export function checkChoiceList(
  issues: Issues,
  choices: readonly JsonObject[],
  isText: boolean,
  path: Path,
): void {
  issues.length(choices.length, path, 0, limits.command.choices);
  const names = new Set<string>();
  for (const [index, choice] of choices.entries()) {
    const at = [...path, index];
    const rule = { min: 1, max: limits.command.choiceName, required: true };
    issues.text(choice["name"], [...at, "name"], rule);
    const value = choice["value"];
    if (isText) issues.text(value, [...at, "value"], { max: limits.command.choiceValue, required: true });
    if (!isText && typeof value !== "number") {
      issues.add([...at, "value"], "NUMBER_TYPE_COERCE", `Value "${printed(value)}" is not a number.`);
    }
    const name = textOr(choice["name"], "");
    if (names.has(name)) {
      const message = "Option choice names must be unique";
      issues.add([...at, "name"], "APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_ALREADY_EXISTS", message);
    }
    names.add(name);
  }
}

/** Names, descriptions and values, in the longest of their translations, of the command and all beneath it. */
function sizeOf(wire: JsonObject): number {
  const own = longest(wire, "name") + longest(wire, "description") + textOr(wire["value"], "").length;
  const below = [...objectsOf(wire["options"]), ...objectsOf(wire["choices"])];
  return own + below.reduce((sum, entry) => sum + sizeOf(entry), 0);
}

function longest(wire: JsonObject, name: string): number {
  const translations = Object.values(objectOr(wire[`${name}_localizations`]));
  return Math.max(textOr(wire[name], "").length, ...translations.map((text) => textOr(text, "").length));
}
