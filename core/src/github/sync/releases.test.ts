import { expect, test } from "vitest";
import { candidatesFor, isPreRelease } from "./releases.ts";

test.each([
  ["v1.4.2", false],
  ["1.4.2", false],
  ["v2.0.0-rc.1", true],
  ["v2.0.0-beta", true],
  ["2.0.0.alpha3", true],
  ["2.0.0b1", true],
  ["v3.14rc2", true],
  ["1.1.1b", false],
  ["v2.0.0-next.5", true],
  ["v2.0.0-20261122", false],
  ["release-prepared", false],
  ["app@1.0.0-canary-12", true],
  ["nightly", true],
  ["canary-20261122", true],
  ["beta-2.0", true],
  ["next-of-kin-1.0.0", false],
])("%s is a pre-release: %s", (tag, expected) => {
  expect(isPreRelease({ tag, isPrerelease: false })).toBe(expected);
});

test("what the host calls a pre-release is one", () => {
  expect(isPreRelease({ tag: "v1.4.2", isPrerelease: true })).toBe(true);
});

test("releases from the day before the fix on are looked at, the oldest first", () => {
  const day = (of: string) => ({ publishedAt: new Date(`2026-11-${of}T12:00:00Z`) });

  const candidates = candidatesFor(
    [day("24"), day("22"), day("21"), day("19")],
    new Date("2026-11-22T11:00:00Z"),
  );

  expect(candidates).toEqual([day("21"), day("22"), day("24")]);
});
