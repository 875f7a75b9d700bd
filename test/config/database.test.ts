import { ConfigError, loadConfig } from "@firstline/core";
import { expect, test } from "vitest";

function problemsWith(url: string): string[] {
  try {
    loadConfig({ DATABASE_URL: url });
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

test.each([
  ["an unwritten #", "postgres://app:hidden#1@db:5432/firstline"],
  ["an unwritten /", "postgres://app:hidden/1@db:5432/firstline"],
  ["an unwritten %", "postgres://app:hidden%zz@db:5432/firstline"],
  ["a port that is none", "postgres://app:hidden@db:99999/firstline"],
])("an address of the database with %s is a problem that repeats no password", (_, url) => {
  const problems = problemsWith(url);

  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(/^DATABASE_URL is no address of the form/u);
  expect(problems[0]).not.toContain("hidden");
});

test.each([
  "postgres://app:a%23b@db:5432/firstline",
  "postgresql://postgres@127.0.0.1/firstline?sslmode=require",
  "postgres:///firstline",
  "postgres://app:secret@[::1]:5432/firstline",
])("%s is an address of the database", (url) => {
  expect(problemsWith(url)).toEqual([]);
});
