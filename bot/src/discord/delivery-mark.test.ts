import { describe, expect, test } from "vitest";
import { readMark, toMark, toNonce } from "./delivery-mark.ts";

describe("the delivery mark", () => {
  const key = "0b0f9a36-7d1f-4f0a-a2a5-0b8f4d2a9c11";

  test("is a number that Discord keeps, told apart from those it gives itself", () => {
    expect(toMark(key, false)).toBeGreaterThan(2 ** 30);
    expect(toMark(key, true)).toBeLessThan(2 ** 31);
  });

  test("is known again, with whether a thread was to be opened", () => {
    expect(readMark(toMark(key, true), key)).toEqual({ opensThread: true });
    expect(readMark(toMark(key, false), key)).toEqual({ opensThread: false });
    expect(readMark(toMark("another", false), key)).toBeNull();
    expect(readMark(undefined, key)).toBeNull();
  });

  test("comes with a nonce of the length that Discord takes", () => {
    expect(toNonce(key)).toHaveLength(25);
    expect(toNonce(key)).toBe(toNonce(key));
  });
});
