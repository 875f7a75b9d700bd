import { randomUUID } from "node:crypto";
import { connect, migrateDatabase, type Database } from "@firstline/db";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const native = process.env["NATIVE_DATABASE_URL"];
if (native === undefined) {
  console.warn(
    "Skipped: a database user with few rights needs NATIVE_DATABASE_URL (.ci/native-postgres.sh).",
  );
}

const name = `ordinary_${randomUUID().replaceAll("-", "")}`;
const onDatabase = (): URL => {
  const url = new URL(native ?? "");
  url.pathname = `/${name}`;
  return url;
};

describe.skipIf(native === undefined)("a user who owns the database and may do nothing else", () => {
  let admin: Database;
  beforeAll(async () => {
    admin = connect(native ?? "", { maxConnections: 1 });
    await admin.sql.unsafe(`create role ${name} login password 'secret'`);
    await admin.sql.unsafe(`create database ${name} owner ${name}`);
  });
  afterAll(async () => {
    await admin.sql.unsafe(`drop database ${name} with (force)`);
    await admin.sql.unsafe(`drop role ${name}`);
    await admin.close();
  });

  const asOrdinary = (): string => {
    const url = onDatabase();
    url.username = name;
    url.password = "secret";
    return url.toString();
  };

  test("is told which extension an administrator must add, and needs nothing more", async () => {
    await expect(migrateDatabase(asOrdinary())).rejects.toMatchObject({
      name: "DatabaseError",
      message: expect.stringMatching(/Let an administrator run `create extension vector` in this database/u),
    });

    const owner = connect(onDatabase().toString(), { maxConnections: 1 });
    await owner.sql.unsafe("create extension vector");
    await owner.close();

    await migrateDatabase(asOrdinary());
  });
});
