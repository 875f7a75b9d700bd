import { describe, expect, test } from "vitest";
import { Statements } from "./statements.ts";
import { closeStatement, copyFail, frame, query, sync } from "./wire.ts";

const noTypes = Buffer.alloc(2);
const noValues = Buffer.alloc(6);
const parse = (name: string, sql: string): Buffer => frame("P", name, sql, noTypes);
const bind = (portal: string, name: string): Buffer => frame("B", portal, name, noValues);
const execute = frame("E", "", Buffer.alloc(4));
const describeStatement = (name: string): Buffer => frame("D", Buffer.from("S"), name);
const describePortal = frame("D", Buffer.from("P"), "");

describe("the statements of a connection", () => {
  test("get its prefix wherever they are named, and nothing else changes", () => {
    const frames = [
      parse("s1", "select 1"),
      describeStatement("s1"),
      bind("p", "s1"),
      describePortal,
      execute,
      sync,
    ];

    const { bytes } = new Statements("7.").translate(frames);

    expect(bytes).toEqual(
      Buffer.concat([
        parse("7.s1", "select 1"),
        describeStatement("7.s1"),
        bind("p", "7.s1"),
        describePortal,
        execute,
        sync,
      ]),
    );
  });

  test("are known until they are closed", () => {
    const statements = new Statements("7.");
    statements.translate([parse("a", "select 1"), parse("b", "select 2"), closeStatement("a")]);

    expect(statements.backendNames()).toEqual(["7.b"]);
  });

  test("show their effects whenever they are bound", () => {
    const statements = new Statements("7.");
    statements.translate([parse("a", "listen news")]);

    const { effects } = statements.translate([bind("", "a"), execute, sync]);

    expect(effects.listening).toEqual([{ listen: true, channel: "news" }]);
  });

  test("bring the unnamed one along when it was parsed in an earlier turn", () => {
    const statements = new Statements("7.");
    const unnamed = parse("", "select 1");
    statements.translate([unnamed, sync]);

    expect(statements.missingUnnamed([bind("", ""), execute, sync])).toEqual(unnamed);
    expect(statements.missingUnnamed([unnamed, bind("", ""), sync])).toBeNull();
    expect(statements.missingUnnamed([query("select 1")])).toBeNull();
  });

  test("cannot leave the backend waiting for rows to copy", () => {
    const statements = new Statements("7.");
    const copy = "copy t from stdin";

    expect(statements.translate([query(copy)]).bytes).toEqual(Buffer.concat([query(copy), copyFail]));
    expect(statements.translate([parse("c", copy), bind("", "c"), execute, sync]).bytes).toEqual(
      Buffer.concat([parse("7.c", copy), bind("", "7.c"), execute, copyFail, sync]),
    );
  });
});
