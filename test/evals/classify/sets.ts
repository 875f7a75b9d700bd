import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const DATA = process.env["EVAL_DATA"] ?? fileURLToPath(new URL("../../../../shared/data/", import.meta.url));

/** A line of one of the sets, whose fields differ from set to set. */
type Line = Record<string, unknown>;

export const hasSet = (name: string): boolean => existsSync(`${DATA}/${name}`);

export function readLines(path: string): Line[] {
  const lines = readFileSync(`${DATA}/${path}`, "utf8").trim().split("\n");
  return lines.map((line) => toLine(JSON.parse(line)));
}

/** Every line of these files is an object; what is in it is asked for by `textOf`. */
const toLine = (value: unknown): Line => value as Line;

export function textOf(line: Line, field: string): string {
  const value = line[field];
  return typeof value === "string" ? value : "";
}

export type Labelled = { text: string; label: string; group: string };

/** `group` tells what must not be in the fitting part and in the measured part at once. */
export function readIntents(path: string, groupBy?: string): Labelled[] {
  return readLines(path).map((line, i) => ({
    text: textOf(line, "text"),
    label: String(line["label"]),
    group: groupBy ? textOf(line, groupBy) : String(i),
  }));
}
