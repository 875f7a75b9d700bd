import type { JsonObject } from "../json.ts";
import { cloneJson, isObject, numberOr, objectsOf, objectOrNull } from "../json.ts";

/** Discord numbers every component that comes without an id, in reading order. */
export function withComponentIds(components: readonly JsonObject[]): JsonObject[] {
  const copy = components.map((component) => cloneJson(component));
  const taken = new Set(copy.flatMap(idsIn));
  let next = 1;
  const number = (component: JsonObject): void => {
    if (numberOr(component["id"], 0) === 0) {
      while (taken.has(next)) next += 1;
      component["id"] = next;
      taken.add(next);
    }
    childrenOf(component).forEach(number);
  };
  copy.forEach(number);
  return copy.map(withDefaults);
}

function idsIn(component: JsonObject): number[] {
  return [numberOr(component["id"], 0), ...childrenOf(component).flatMap(idsIn)].filter((id) => id > 0);
}

/** Children in the order in which they are read: a section's text before its accessory. */
export function childrenOf(component: JsonObject): JsonObject[] {
  const single = [component["accessory"], component["component"]].filter((entry) => isObject(entry));
  return [...objectsOf(component["components"]), ...single];
}

const SELECTS: readonly number[] = [3, 5, 6, 7, 8];

function withDefaults(component: JsonObject): JsonObject {
  const made = { ...component };
  if (SELECTS.includes(numberOr(made["type"], 0))) {
    made["min_values"] = made["min_values"] ?? 1;
    made["max_values"] = made["max_values"] ?? 1;
    made["disabled"] = made["disabled"] ?? false;
  }
  if (Array.isArray(made["components"])) made["components"] = objectsOf(made["components"]).map(withDefaults);
  const accessory = objectOrNull(made["accessory"]);
  if (accessory) made["accessory"] = withDefaults(accessory);
  return made;
}

/** Sent embeds come back as rich ones, their fields saying whether they stand in line. */
export function withEmbedDefaults(embeds: readonly JsonObject[]): JsonObject[] {
  return embeds.map((embed) => ({
    ...cloneJson(embed),
    type: embed["type"] ?? "rich",
    ...(Array.isArray(embed["fields"])
      ? { fields: objectsOf(embed["fields"]).map((field) => ({ inline: false, ...field })) }
      : {}),
  }));
}
