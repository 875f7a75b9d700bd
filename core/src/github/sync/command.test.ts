import { expect, test } from "vitest";
import { isCommand, readCommand } from "./command.ts";

test.each([
  ["/reply It works.", { kind: "reply", text: "It works." }],
  ["\n\n  /Reply\nOne\nTwo", { kind: "reply", text: "One\nTwo" }],
  ["/reply", null],
  ["/reply <!-- nothing -->", null],
  ["/reply <!-- never closed", null],
  ["/reply see @here and <!everyone>", { kind: "reply", text: "see here and everyone" }],
  ["/reply hid\u200Bden \u{E0041}text", { kind: "reply", text: "hidden text" }],
  ["/fix", { kind: "fix" }],
  ["/FIX please", { kind: "fix" }],
  ["/fixed", null],
  ["/fix-it", null],
  ["> /fix", null],
  ["please /fix", null],
  ["", null],
])("%j reads as %j", (body, expected) => {
  expect(readCommand(body)).toEqual(expected);
});

test("a very long reply is cut", () => {
  const command = readCommand(`/reply ${"word ".repeat(5000)}`);

  expect(command?.kind === "reply" && command.text.length).toBeLessThanOrEqual(3000);
});

test("a comment made of nothing but spaces or comment signs says nothing", () => {
  expect(isCommand(`${" ".repeat(200_000)}x`)).toBe(false);
  expect(readCommand(`/reply ${"<!--".repeat(50_000)}`)).toBeNull();
});
