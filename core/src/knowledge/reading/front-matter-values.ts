import { LineCounter, parseDocument } from "yaml";
import { withoutNulls } from "../documents.ts";

/** How a file's settings are written between two lines of signs. */
export type Notation = "yaml" | "toml";

/** The settings as plain values, or what is wrong, and in which of their lines. */
export type SettingsRead = { values: unknown } | { line: number; message: string };

export async function readSettings(written: string, notation: Notation): Promise<SettingsRead> {
  return notation === "toml" ? readToml(written) : readYaml(written);
}

function readYaml(written: string): SettingsRead {
  const lines = new LineCounter();
  const yaml = parseDocument(written, { lineCounter: lines, logLevel: "error", prettyErrors: false });
  const [broken] = yaml.errors;
  if (broken) return { line: lines.linePos(broken.pos[0]).line, message: broken.message };
  try {
    return { values: yaml.toJS({ reviver: withoutNulls }) };
  } catch (error) {
    // A word behind a star stands for what was named so before; too many of them are an attack on memory.
    if (error instanceof ReferenceError) return { line: 0, message: `${error.message}.` };
    throw error;
  }
}

/** The parser is loaded with the first file that needs it: most knowledge bases have none. */
async function readToml(written: string): Promise<SettingsRead> {
  const { parse, TomlError } = await import("smol-toml");
  try {
    const values = Object.entries(parse(written));
    return { values: Object.fromEntries(values.map(([key, value]) => [key, withoutNulls(key, value)])) };
  } catch (error) {
    // What follows its first line shows the place.
    if (error instanceof TomlError) return { line: error.line, message: error.message.split("\n")[0] ?? "" };
    throw error;
  }
}
