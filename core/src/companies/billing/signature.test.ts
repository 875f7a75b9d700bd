import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { isBillingSignature } from "./signature.ts";

const now = new Date("2026-11-22T12:00:00Z");
const T = now.getTime() / 1000;
const body = Buffer.from('{"id":"evt_1"}');
const sign = (time: number | string, secret = "whsec_1") =>
  createHmac("sha256", secret).update(`${time}.`).update(body).digest("hex");

test.each([
  ["signed just now", `t=${T},v1=${sign(T)}`, true],
  ["signed five minutes ago", `t=${T - 300},v1=${sign(T - 300)}`, true],
  ["while secrets change, with both", `t=${T},v1=${sign(T, "old")},v1=${sign(T)}`, true],
  ["with an older scheme beside", `t=${T}, v0=x, v1=${sign(T)}`, true],
  ["longer ago", `t=${T - 301},v1=${sign(T - 301)}`, false],
  ["in the future", `t=${T + 301},v1=${sign(T + 301)}`, false],
  ["for another time", `t=${T},v1=${sign(T - 1)}`, false],
  ["by somebody else", `t=${T},v1=${sign(T, "whsec_2")}`, false],
  ["by the older scheme alone", `t=${T},v0=${sign(T)}`, false],
  ["without a time", `v1=${sign("")}`, false],
  ["with a time that is none", `t=1e9,v1=${sign("1e9")}`, false],
  ["with half a signature", `t=${T},v1=${sign(T).slice(0, 32)}`, false],
  ["with nothing", "", false],
])("%s", (_title, header, isSigned) => {
  expect(isBillingSignature({ secret: "whsec_1", body, header, now })).toBe(isSigned);
});

test("a changed body is not signed", () => {
  const changed = Buffer.from('{"id":"evt_2"}');

  const header = `t=${T},v1=${sign(T)}`;

  expect(isBillingSignature({ secret: "whsec_1", body: changed, header, now })).toBe(false);
});
