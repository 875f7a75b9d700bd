import { isObject, type Json, toText, walk } from "../json.ts";
import { type Limit, LIMITS, SHARED_LIMITS } from "./limits.ts";

interface Found {
  value: unknown;
  pointer: string;
}

/** Problems of a tree of blocks against the length limits, in the words of Slack's own errors. */
export function checkLimits(tree: unknown, pointer: string): string[] {
  const problems: string[] = [];
  walk(tree, pointer, (node, at) => {
    const own = LIMITS[toText(node["type"]) ?? ""] ?? [];
    problems.push(...applyLimits([...SHARED_LIMITS, ...own], node, at));
  });
  return problems;
}

export function applyLimits(limits: readonly Limit[], node: Json, pointer: string): string[] {
  return limits.flatMap((limit) =>
    resolve(node, pointer, limit.path).flatMap(({ value, pointer: at }) => problemOf(limit, value, at)),
  );
}

function resolve(node: unknown, pointer: string, path: string): Found[] {
  let found: Found[] = [{ value: node, pointer }];
  for (const step of path.split(".")) {
    const isEach = step.endsWith("[]");
    const key = isEach ? step.slice(0, -2) : step;
    found = found.flatMap((each) => field(each, key));
    if (isEach) found = found.flatMap(items);
  }
  return found;
}

function field({ value, pointer }: Found, key: string): Found[] {
  const inner = isObject(value) ? value[key] : undefined;
  return inner === undefined ? [] : [{ value: inner, pointer: `${pointer}/${key}` }];
}

function items({ value, pointer }: Found): Found[] {
  if (!Array.isArray(value)) return [];
  return value.map((item: unknown, index) => ({ value: item, pointer: `${pointer}/${index}` }));
}

function problemOf(limit: Limit, value: unknown, pointer: string): string[] {
  const { min = 0, max = Number.POSITIVE_INFINITY } = limit;
  const at = `[json-pointer:${pointer}]`;
  if (typeof value === "string") {
    if (value.length < min) return [`must be more than ${min - 1} characters ${at}`];
    return value.length > max ? [`must be less than ${max + 1} characters ${at}`] : [];
  }
  if (!Array.isArray(value)) return [];
  if (value.length < min) return [`no fewer than ${min} items required ${at}`];
  return value.length > max ? [`no more than ${max} items allowed ${at}`] : [];
}
