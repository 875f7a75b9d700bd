import { expect, test } from "vitest";
import { toEndpointUrl } from "./endpoint-url.ts";

const outside = { allowsPrivate: false };

test.each([
  ["https://hooks.example.com/firstline?x=1", "https://hooks.example.com/firstline?x=1"],
  ["https://hooks.example.com:8443", "https://hooks.example.com:8443/"],
  ["https://example.com/a#part", "https://example.com/a"],
])("%s is called at %s", (text, url) => {
  expect(toEndpointUrl(text, outside)).toBe(url);
});

test.each([
  "http://hooks.example.com/",
  "ftp://example.com/",
  "javascript:alert(1)",
  "example.com",
  "",
  "https://user:password@example.com/",
  "https://localhost/",
  "https://app.localhost/",
  "https://printer.local/",
  "https://metadata.google.internal/",
  "https://intranet/",
  "https://127.0.0.1/",
  "https://2130706433/",
  "https://0x7f.1/",
  "https://[::1]/",
  "https://[::ffff:10.0.0.1]/",
  "https://169.254.169.254/latest/meta-data",
  "https://127.0.0.1./",
  `https://example.com/${"x".repeat(2_000)}`,
])("%j is refused", (text) => {
  expect(() => toEndpointUrl(text, outside)).toThrow(/^url: /u);
});

test("an operator may allow addresses in their own network", () => {
  expect(toEndpointUrl("http://127.0.0.1:9/x", { allowsPrivate: true })).toBe("http://127.0.0.1:9/x");
});
