import { expect, test } from "vitest";
import { dropsForEveryone, effectsOf } from "./effects.ts";

test.each([
  ["listen news", [{ listen: true, channel: "news" }]],
  [
    'LISTEN "News ""Today"""; unlisten *',
    [
      { listen: true, channel: 'News "Today"' },
      { listen: false, channel: null },
    ],
  ],
  ["begin;\nListen Ünterhaltung_1;", [{ listen: true, channel: "ünterhaltung_1" }]],
  ["select 'listen news'", []],
])("%s listens to the right channels", (sql, listening) => {
  expect(effectsOf(sql).listening).toEqual(listening);
});

test.each([
  ["select set_config('a.b', 'c', false)", true],
  ["select set_config('a.b', $1, true)", false],
  ["select SET_CONFIG('a.b', $1, $2)", true],
  ["update a set b = 1", false],
])("%s may change the session's settings: %s", (sql, configures) => {
  expect(effectsOf(sql).configures).toBe(configures);
});

test("counts what SET LOCAL sets, so that it is not taken for a lasting setting", () => {
  expect(effectsOf("begin; set local a = 1; SET  LOCAL b = 2; set c = 3").localSets).toBe(2);
});

test.each([
  ["copy t from stdin", true],
  ["COPY t (a, b)\nFROM STDIN with (format csv)", true],
  ["copy t to stdout", false],
  ["select 'stdin'", false],
])("%s reads rows from the client: %s", (sql, copiesIn) => {
  expect(effectsOf(sql).copiesIn).toBe(copiesIn);
});

test.each([
  ["DISCARD ALL;", true],
  [" deallocate prepare all", true],
  ["discard temp", true],
  ["deallocate one", false],
  ["discard plans", false],
])("%s would reach the other connections: %s", (sql, reaches) => {
  expect(dropsForEveryone(sql)).toBe(reaches);
});

test("takes no noticeable time for a long statement made to be searched for ever", () => {
  const sql = `select '${"copy set_config( listen ; ".repeat(100_000)}'`;

  const started = performance.now();
  effectsOf(sql);

  expect(performance.now() - started).toBeLessThan(2_000);
});
