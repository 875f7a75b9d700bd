import { schema } from "@firstline/db";
import { expect, test } from "vitest";
import { isClosed } from "./status.ts";

test("completed and declined posts are closed, all others take votes", () => {
  expect(schema.FEEDBACK_STATUSES.filter(isClosed)).toEqual(["completed", "wont_fix"]);
});
