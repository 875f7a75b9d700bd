import { describe, expect, test } from "vitest";
import { startupSettings, switchSql } from "./settings.ts";

describe("the switch from one connection's settings to another's", () => {
  test("is nothing when they are the same", () => {
    expect(switchSql(new Map([["a", "1"]]), new Map([["a", "1"]]))).toBeNull();
  });

  test("resets what only the first one has and sets what differs", () => {
    const from = new Map([
      ["only_first", "x"],
      ["same", "1"],
      ["other", "1"],
    ]);
    const to = new Map([
      ["same", "1"],
      ["other", "2"],
    ]);

    expect(switchSql(from, to)).toBe(`reset "only_first"; select set_config(E'other', E'2', false)`);
  });

  test("quotes names and values, whatever they hold", () => {
    expect(switchSql(new Map(), new Map([["a.b", `it's \\ here`]]))).toBe(
      String.raw`select set_config(E'a.b', E'it''s \\ here', false)`,
    );
  });
});

test("a start-up packet's settings leave out who connects and what is so anyway", () => {
  const settings = startupSettings(
    new Map([
      ["user", "postgres"],
      ["database", "postgres"],
      ["application_name", "psql"],
      ["client_encoding", "UTF8"],
      ["_pq_.test", "1"],
      ["timezone", "UTC"],
      ["options", String.raw`-c work_mem=8MB --search-path=a,\ b -cgeqo=off`],
    ]),
  );

  expect(Object.fromEntries(settings)).toEqual({
    timezone: "UTC",
    work_mem: "8MB",
    search_path: "a, b",
    geqo: "off",
  });
});
