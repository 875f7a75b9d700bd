import { expect, test } from "vitest";
import { z } from "zod";
import { sayIssue } from "./say-issue.ts";

const Form = z.object({
  id: z.union([z.string().trim().min(1), z.number()]),
  text: z.string().trim().min(1),
  order: z.number().int().default(0),
  url: z.url({ protocol: /^https?$/ }).nullish(),
  audience: z.enum(["everyone", "agents"]).default("everyone"),
  title: z.string().max(5).default(""),
  label: z.string("must be a word").default("a"),
});

const fine = { id: "1", text: "a" };

test.each([
  [{ text: "a" }, "id: is missing"],
  [{ id: null, text: "a" }, "id: is not of the right form"],
  [{ id: "1" }, "text: is missing"],
  [{ id: "1", text: 7 }, "text: must be a text"],
  [{ id: "1", text: " " }, "text: is empty"],
  [{ ...fine, order: "1" }, "order: must be a number"],
  [{ ...fine, order: 1.5 }, "order: must be a whole number"],
  [{ ...fine, url: "ftp://a.example" }, "url: is no web address"],
  [{ ...fine, audience: "all" }, "audience: must be one of everyone, agents"],
  [{ ...fine, title: "123456" }, "title: must be 5 at most (characters)"],
  [{ ...fine, label: 1 }, "label: must be a word"],
  ["text", "It must be an object."],
])("%j: %s", (value, words) => {
  const parsed = Form.safeParse(value);

  expect(sayIssue(parsed.error?.issues ?? [])).toBe(words);
});
