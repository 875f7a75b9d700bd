import { expect, test } from "vitest";
import { isSlipOf } from "./slip.ts";

test.each([
  ["exprot", "export"],
  ["pasword", "password"],
  ["passsword", "password"],
  ["pessword", "password"],
  ["passwor", "password"],
  ["xpassword", "password"],
])("%s may be a slip of %s", (word, other) => {
  expect(isSlipOf(word, other)).toBe(true);
});

test.each([
  ["password", "password"],
  ["pswrd", "password"],
  ["exprots", "export"],
  ["dta", "data"],
  ["porxet", "export"],
])("%s is none of %s", (word, other) => {
  expect(isSlipOf(word, other)).toBe(false);
});
