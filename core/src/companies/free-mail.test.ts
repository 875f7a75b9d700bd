import { expect, test } from "vitest";
import { companyDomainOf } from "./free-mail.ts";

test.each([
  ["ann@acme.example", "acme.example"],
  [" Ann@ACME.example ", "acme.example"],
  ["ann@mail.acme.co.uk", "mail.acme.co.uk"],
  ["ann@gmail.com", null],
  ["ann@yahoo.co.uk", null],
  ["ann@gmx.de", null],
  ["ann@relay@acme.example", null],
  ["acme.example", null],
  ["ann@localhost", null],
  ["", null],
])("%j belongs to %j", (email, domain) => {
  expect(companyDomainOf(email)).toBe(domain);
});
