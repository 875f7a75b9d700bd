import { expect, test } from "vitest";
import { createGaps } from "./gaps.ts";
import type { OpenGap } from "./gaps.ts";

const aGap = (changes: Partial<OpenGap> = {}): OpenGap => ({
  since: new Date("2026-11-22T12:00:00Z"),
  threads: new Set(),
  readsChannel: true,
  tries: 0,
  ...changes,
});

test("two gaps of a channel become one that holds both", () => {
  const gaps = createGaps();
  const earlier = new Date("2026-11-22T11:00:00Z");

  gaps.add("C1", aGap({ threads: new Set(["1.1"]), readsChannel: false }));
  gaps.add("C1", aGap({ since: earlier, threads: new Set(["2.2"]), tries: 2 }));

  expect(gaps.channels()).toEqual(["C1"]);
  expect(gaps.take("C1")).toEqual(aGap({ since: earlier, threads: new Set(["1.1", "2.2"]), tries: 2 }));
});

test("what is missed while a gap is looked through opens a new one", () => {
  const gaps = createGaps();
  gaps.add("C1", aGap());

  gaps.take("C1");
  const whileLooking = gaps.has("C1");
  gaps.add("C1", aGap({ threads: new Set(["1.1"]) }));
  gaps.done();

  expect(whileLooking).toBe(true);
  expect(gaps.take("C1")?.threads).toEqual(new Set(["1.1"]));
  gaps.done();
  expect(gaps.has("C1")).toBe(false);
});

test("a gap that was given up is tried again after the next connection", () => {
  const gaps = createGaps();

  gaps.giveUp("C1", aGap({ tries: 10 }));
  const before = gaps.channels();
  gaps.resume();

  expect(before).toEqual([]);
  expect(gaps.take("C1")).toEqual(aGap());
});
