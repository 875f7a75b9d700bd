import { expect, test } from "vitest";
import { chooseRepository } from "./choose-repository.ts";
import type { BugPlace } from "./choose-repository.ts";

const bug = (place: Partial<BugPlace> = {}): BugPlace => ({
  channelId: "C1",
  channelName: "help-mail",
  text: "The mailer (v2) crashes at the start.",
  tags: [],
  area: null,
  ...place,
});

const row = (id: number, settings: Record<string, unknown> = {}) => ({ id, settings });

test.each([
  ["one that names nothing fits everything", [row(1)], bug(), 1],
  ["a channel by its id", [row(1, { channels: ["C2"] }), row(2, { channels: ["C1"] })], bug(), 2],
  ["a channel by its name, with or without #", [row(1, { channels: ["#Help-Mail"] })], bug(), 1],
  ["a forum tag", [row(1, { tags: ["Mailer"] })], bug({ text: "It fails.", tags: ["mailer"] }), 1],
  ["a word of the report", [row(1, { tags: ["mailer"] })], bug(), 1],
  ["no part of a word", [row(1, { tags: ["mail"] })], bug(), null],
  ["a word with signs of its own", [row(1, { tags: ["(v2)"] })], bug(), 1],
  ["an area", [row(1, { areas: ["Export"] }), row(2, { areas: ["import"] })], bug({ area: "Import" }), 2],
  ["all rules together", [row(1, { channels: ["C1"], areas: ["Export"] })], bug({ area: "Import" }), null],
  ["a lower order first", [row(1, { order: 200 }), row(2, { order: 10 })], bug(), 2],
  ["of the same order the first connected", [row(2), row(1)], bug(), 1],
  ["none where none fits", [row(1, { channels: ["C9"] })], bug(), null],
])("%s", (_, rows, place, expected) => {
  expect(chooseRepository(rows, place)?.id ?? null).toBe(expected);
});
