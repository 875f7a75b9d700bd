import { expect, test } from "vitest";
import { createLimits, RATES, TooManyRequests } from "./limits.ts";

function aClock() {
  let time = 0;
  return { now: () => new Date(time), advance: (seconds: number) => (time += seconds * 1000) };
}

function spend(limits: ReturnType<typeof createLimits>, times: number, subject = "a"): void {
  for (let index = 0; index < times; index += 1) limits.take("say", subject);
}

test("a burst passes, the next request is told when to come back", () => {
  const limits = createLimits(aClock().now);

  spend(limits, RATES.say.burst);

  expect(() => limits.take("say", "a")).toThrow(new TooManyRequests(2));
});

test("tokens come back with time, up to the burst", () => {
  const clock = aClock();
  const limits = createLimits(clock.now);
  spend(limits, RATES.say.burst);

  clock.advance(2);
  limits.take("say", "a");
  expect(() => limits.take("say", "a")).toThrow(TooManyRequests);

  clock.advance(1_000_000);
  spend(limits, RATES.say.burst);
  expect(() => limits.take("say", "a")).toThrow(TooManyRequests);
});

test("subjects and kinds do not share a bucket", () => {
  const limits = createLimits(aClock().now);
  spend(limits, RATES.say.burst);

  expect(() => limits.take("say", "b")).not.toThrow();
  expect(() => limits.take("read", "a")).not.toThrow();
});

test("a flood of addresses is forgotten without forgiving the last one", () => {
  const limits = createLimits(aClock().now);
  spend(limits, RATES.say.burst, "last");
  for (let index = 0; index < 20_000; index += 1) limits.take("say", `address ${index}`);

  expect(() => limits.take("say", "last")).toThrow(TooManyRequests);
});
