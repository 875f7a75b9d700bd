import { expect, test } from "vitest";
import { networkOf } from "./address.ts";

test.each([
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
  ["2001:0DB8:0001:0002::a", "2001:db8:1:2"],
  ["2001:db8::a", "2001:db8:0:0"],
  ["2001:db8::b:1:2:3:4", "2001:db8:0:b"],
  ["2001:db8:1:2::", "2001:db8:1:2"],
  ["fe80::1", "fe80:0:0:0"],
  ["::1", "::1"],
  ["::ffff:10.0.0.1", "::ffff:10.0.0.1"],
  ["203.0.113.9", "203.0.113.9"],
  ["local", "local"],
])("%s counts as %s", (address, network) => {
  expect(networkOf(address)).toBe(network);
});
