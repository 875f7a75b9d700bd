import type { Issues, Path } from "../issues.ts";
import type { Json, JsonObject } from "../json.ts";
import { numberOr, objectOr, objectOrNull, objectsOf, printed, textOr } from "../json.ts";
import { limits } from "../limits.ts";
import { childrenOf } from "../wire/normalize.ts";
import { checkButton, checkSelect } from "./controls.ts";
import { checkUrl } from "./embeds.ts";

export const kinds = {
  row: 1,
  button: 2,
  stringSelect: 3,
  textInput: 4,
  section: 9,
  text: 10,
  thumbnail: 11,
  gallery: 12,
  file: 13,
  separator: 14,
  container: 17,
  label: 18,
} as const;

const SELECTS: readonly number[] = [3, 5, 6, 7, 8];
const TOP_LEVEL_V2: readonly number[] = [1, 9, 10, 12, 13, 14, 17];
const IN_CONTAINER: readonly number[] = [1, 9, 10, 12, 13, 14];

export function kindOf(component: JsonObject): number {
  return numberOr(component["type"], 0);
}

/** The components of a message; `isV2` says whether the flag of the newer form is set. */
export function checkComponents(
  issues: Issues,
  components: readonly JsonObject[],
  path: Path,
  isV2: boolean,
): void {
  if (isV2) {
    const all = components.flatMap(withDescendants);
    if (all.length > limits.components.totalV2) {
      issues.add(
        path,
        "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED",
        "The total number of components exceeds 40",
      );
    }
    const text = all.reduce((sum, entry) => sum + textLength(entry), 0);
    if (text > limits.components.textV2) {
      const message = `The total length of displayable text exceeds ${limits.components.textV2}`;
      issues.add(path, "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", message);
    }
  }
  if (!isV2) issues.length(components.length, path, 0, limits.components.rows);
  const allowed = isV2 ? TOP_LEVEL_V2 : [kinds.row];
  for (const [index, component] of components.entries()) {
    checkComponent(issues, component, [...path, index], allowed);
  }
  checkUnique(issues, components, path);
}

function withDescendants(component: JsonObject): JsonObject[] {
  return [component, ...childrenOf(component).flatMap(withDescendants)];
}

function textLength(component: JsonObject): number {
  return kindOf(component) === kinds.text ? textOr(component["content"], "").length : 0;
}

function checkComponent(issues: Issues, component: JsonObject, path: Path, allowed: readonly number[]): void {
  const kind = kindOf(component);
  if (!allowed.includes(kind)) {
    const message = `Value of field "type" must be one of (${allowed.join(", ")},).`;
    issues.add([...path, "type"], "UNION_TYPE_CHOICES", message);
    return;
  }
  if (kind === kinds.row) checkRow(issues, component, path);
  if (kind === kinds.section) checkSection(issues, component, path);
  if (kind === kinds.text) checkText(issues, component, path);
  if (kind === kinds.gallery) checkGallery(issues, component, path);
  if (kind === kinds.file) checkFile(issues, component, path);
  if (kind === kinds.container) checkContainer(issues, component, path);
}

function checkRow(issues: Issues, row: JsonObject, path: Path): void {
  const children = objectsOf(row["components"]);
  const place = [...path, "components"];
  issues.length(children.length, place, 1, limits.components.buttonsInRow);
  const width = children.reduce((sum, child) => sum + (kindOf(child) === kinds.button ? 1 : 5), 0);
  if (width > limits.components.buttonsInRow) {
    issues.add(place, "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "The specified component exceeds the maximum width");
  }
  for (const [index, child] of children.entries()) {
    const at = [...place, index];
    const kind = kindOf(child);
    if (kind === kinds.button) checkButton(issues, child, at);
    else if (SELECTS.includes(kind)) checkSelect(issues, child, at);
    else {
      const message = 'Value of field "type" must be one of (2, 3, 5, 6, 7, 8).';
      issues.add([...at, "type"], "UNION_TYPE_CHOICES", message);
    }
  }
}

function checkSection(issues: Issues, section: JsonObject, path: Path): void {
  const texts = objectsOf(section["components"]);
  issues.length(texts.length, [...path, "components"], 1, 3);
  for (const [index, text] of texts.entries()) {
    checkComponent(issues, text, [...path, "components", index], [kinds.text]);
  }
  const accessory = objectOrNull(section["accessory"]);
  const at = [...path, "accessory"];
  if (!accessory) return issues.required(at);
  const kind = kindOf(accessory);
  if (kind === kinds.button) return checkButton(issues, accessory, at);
  if (kind === kinds.thumbnail) return checkMedia(issues, accessory["media"], [...at, "media"]);
  issues.add([...at, "type"], "UNION_TYPE_CHOICES", 'Value of field "type" must be one of (2, 11).');
}

function checkText(issues: Issues, text: JsonObject, path: Path): void {
  const rule = { min: 1, max: limits.components.textV2, required: true };
  issues.text(text["content"], [...path, "content"], rule);
}

function checkGallery(issues: Issues, gallery: JsonObject, path: Path): void {
  const items = objectsOf(gallery["items"]);
  issues.length(items.length, [...path, "items"], 1, 10);
  for (const [index, item] of items.entries()) {
    checkMedia(issues, item["media"], [...path, "items", index, "media"]);
  }
}

function checkMedia(issues: Issues, media: Json | undefined, path: Path): void {
  const url = objectOr(media)["url"];
  if (url === undefined) issues.required([...path, "url"]);
  checkUrl(issues, url, [...path, "url"], true);
}

function checkFile(issues: Issues, file: JsonObject, path: Path): void {
  const url = textOr(objectOr(file["file"])["url"], "");
  if (url.startsWith("attachment://")) return;
  issues.add(
    [...path, "file", "url"],
    "URL_TYPE_INVALID_SCHEME",
    "A file must refer to attachment://<name>.",
  );
}

function checkContainer(issues: Issues, container: JsonObject, path: Path): void {
  const children = objectsOf(container["components"]);
  issues.length(children.length, [...path, "components"], 1, limits.components.totalV2);
  issues.range(container["accent_color"], [...path, "accent_color"], 0, 0xff_ff_ff);
  for (const [index, child] of children.entries()) {
    checkComponent(issues, child, [...path, "components", index], IN_CONTAINER);
  }
}

/** No two components may share a custom_id, nor a number of their own. */
export function checkUnique(issues: Issues, components: readonly JsonObject[], path: Path): void {
  const seen = new Set<string>();
  const visit = (component: JsonObject, at: Path): void => {
    const names: [string, string, string][] = [
      ["custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated"],
      ["id", "COMPONENT_ID_DUPLICATED", "Component id cannot be duplicated"],
    ];
    for (const [name, code, message] of names) {
      const value = component[name];
      if (value === undefined || value === null || value === 0) continue;
      const key = `${name}:${printed(value)}`;
      if (seen.has(key)) issues.add([...at, name], code, message);
      seen.add(key);
    }
    for (const [index, child] of childrenOf(component).entries()) visit(child, [...at, "components", index]);
  };
  for (const [index, component] of components.entries()) visit(component, [...path, index]);
}
