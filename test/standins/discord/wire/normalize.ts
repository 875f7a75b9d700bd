import type { Json, JsonObject } from "../json.ts";
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
const THUMBNAIL = 11;
const GALLERY = 12;
const FILE = 13;
const SEPARATOR = 14;
const CONTAINER = 17;

/** What Discord fills in when a component is sent without it. */
function withDefaults(component: JsonObject): JsonObject {
  const given = Object.entries(component).filter(([, value]) => value !== null && value !== undefined);
  const made: JsonObject = {
    ...defaultsOf(numberOr(component["type"], 0)),
    ...Object.fromEntries(given),
  };
  if (Array.isArray(made["components"])) made["components"] = objectsOf(made["components"]).map(withDefaults);
  const accessory = objectOrNull(made["accessory"]);
  if (accessory) made["accessory"] = withDefaults(accessory);
  if (made["type"] === THUMBNAIL) made["media"] = toMedia(made["media"]);
  if (made["type"] === GALLERY) {
    made["items"] = objectsOf(made["items"]).map((item) => ({
      description: null,
      spoiler: false,
      ...item,
      media: toMedia(item["media"]),
    }));
  }
  if (made["type"] === FILE) made["file"] = toMedia(made["file"]);
  return made;
}

function defaultsOf(type: number): JsonObject {
  if (SELECTS.includes(type)) return { min_values: 1, max_values: 1, disabled: false };
  switch (type) {
    case CONTAINER:
      return { accent_color: null, spoiler: false };
    case SEPARATOR:
      return { spacing: 1, divider: true };
    case THUMBNAIL:
      return { description: null, spoiler: false };
    case FILE:
      return { name: "file", size: 0, spoiler: false };
    default:
      return {};
  }
}

/** Pictures and files are fetched by Discord and come back with an address at its own proxy. */
function toMedia(media: Json | undefined): JsonObject {
  const url = objectOrNull(media ?? null)?.["url"];
  return { id: "0", url, proxy_url: url, width: 1, height: 1, content_type: "image/png", loading_state: 2 };
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
