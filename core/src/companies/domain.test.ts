import { expect, test } from "vitest";
import { toDomain } from "./domain.ts";

test.each([
  ["example.com", "example.com"],
  [" WWW.Example.com ", "example.com"],
  ["https://www.example.co.uk/about?x=1", "example.co.uk"],
  ["xn--bcher-kva.example", "xn--bcher-kva.example"],
])("%s is the domain %s", (text, domain) => {
  expect(toDomain(text)).toBe(domain);
});

test.each([
  "",
  "example",
  "a b.com",
  "-a.com",
  "x".repeat(300),
  "user@example.com",
  "javascript:alert(1)",
  "=cmd()",
])("%s is no domain", (text) => {
  expect(() => toDomain(text)).toThrow("no domain");
});
