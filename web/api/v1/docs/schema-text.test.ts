import { expect, test } from "vitest";
import { describeType, exampleOf, fieldsOf } from "./schema-text.ts";
import type { Schemas } from "./schema-text.ts";

const SCHEMAS: Schemas = {
  Person: {
    type: "object",
    properties: { name: { type: "string", example: "Mia" }, age: { type: "integer" } },
    required: ["name"],
  },
};
const PERSON = { $ref: "#/components/schemas/Person" };

test.each([
  [{ type: "string" }, "text"],
  [{ type: ["integer", "null"] }, "integer or null"],
  [{ type: "array", items: PERSON }, "list of Person"],
  [{ enum: ["a", "b", null] }, "a · b"],
  [{ anyOf: [PERSON, { type: "null" }] }, "Person or null"],
  [{ allOf: [PERSON, { description: "x" }] }, "Person"],
  [{}, "any"],
])("%j is described as %s", (schema, text) => {
  expect(describeType(schema)).toBe(text);
});

test("fields tell which must be there, and what stands beside a reference", () => {
  const schema = { type: "object", properties: { asker: { allOf: [PERSON, { description: "Who asks." }] } } };

  expect(fieldsOf(SCHEMAS, PERSON).map(({ name, needed }) => [name, needed])).toEqual([
    ["name", true],
    ["age", false],
  ]);
  expect(fieldsOf(SCHEMAS, schema)).toEqual([
    { name: "asker", type: "Person", needed: false, description: "Who asks." },
  ]);
});

test("an example is made of what must be there", () => {
  const schema = { type: "object", properties: { who: PERSON, why: { type: "string" } }, required: ["who"] };

  expect(exampleOf(SCHEMAS, schema)).toEqual({ who: { name: "Mia" } });
});
