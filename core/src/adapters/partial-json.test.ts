import { expect, test } from "vitest";
import { completeJson } from "./partial-json.ts";

const text = JSON.stringify({
  list: [{ id: 1, said: 'a "b" \\ {c} [d]\n\u00e9\u{1F600}', none: null }, {}],
  ok: true,
});

test("whole JSON is read as it is, whatever stands around it", () => {
  expect(completeJson(`Here: ${text} Done.`)).toEqual(JSON.parse(text));
});

test("every beginning of a JSON text can be read, and what it says never goes back", () => {
  let before = "";
  for (let end = 1; end <= text.length; end++) {
    const value: unknown = completeJson(text.slice(0, end));

    const said = String(Object(Object(value).list?.[0]).said ?? "");
    expect(value).toBeTypeOf("object");
    expect(said.startsWith(before)).toBe(true);
    before = said;
  }
  expect(before).toBe(JSON.parse(text).list[0].said);
});

test.each([
  ['{"a":"x\\', { a: "x" }],
  ['{"a":"x\\u00', { a: "x" }],
  ['{"a":"x\\\\u00', { a: "x\\u00" }],
  ['{"a":1,"b', { a: 1 }],
  ['{"a":1,"b":', { a: 1 }],
  ['{"a":1,"b":tru', { a: 1 }],
  ['{"a":[1,2', { a: [1, 2] }],
  ['{"a":[{"b":1},', { a: [{ b: 1 }] }],
])("%s is completed", (json, value) => {
  expect(completeJson(json)).toEqual(value);
});

test.each(["", "I would rather talk.", "[1, 2"])("%j holds no object", (json) => {
  expect(completeJson(json)).toBeUndefined();
});
