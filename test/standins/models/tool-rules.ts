import { Ajv } from "ajv";
import { Rejection } from "./rejection.ts";

const ajv = new Ajv({ strict: false });

/** What both services want of tools: names that are good and unique, and a schema of an object that is one. */
export function checkTools(tools: { name: string; schema: unknown }[], longestName: number): void {
  const names = tools.map(({ name }) => name);
  for (const [index, { name, schema }] of tools.entries()) {
    if (!/^[a-zA-Z0-9_-]+$/.test(name) || name.length > longestName) {
      throw new Rejection(
        400,
        `tools.${index}.name: String should match pattern '^[a-zA-Z0-9_-]{1,${longestName}}$'`,
      );
    }
    if (names.indexOf(name) !== index) throw new Rejection(400, "tools: Tool names must be unique.");
    if (!isObjectSchema(schema)) {
      throw new Rejection(
        400,
        `tools.${index}: the schema of '${name}' is not valid JSON Schema of "type": "object"`,
      );
    }
  }
}

function isObjectSchema(schema: unknown): boolean {
  if (typeof schema !== "object" || schema === null) return false;
  return "type" in schema && schema.type === "object" && ajv.validateSchema(schema) === true;
}

/** The first that the second list lacks; null when it lacks none. */
export function firstMissing(wanted: string[], among: string[]): string | null {
  return wanted.find((id) => !among.includes(id)) ?? null;
}
