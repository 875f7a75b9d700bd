import { hasTooManyLines } from "@firstline/core/text";
import type { Element, Root } from "hast";
import { defaultSchema } from "hast-util-sanitize";
import type { Schema } from "hast-util-sanitize";
import { toHtml } from "hast-util-to-html";
import { highestHeading, leadsElsewhere, shiftHeading, toPlainTree, toSafeTree, visit } from "./safe-tree.ts";

const ALLOWED: Schema = {
  ...defaultSchema,
  tagNames: (defaultSchema.tagNames ?? []).filter((name) => !["picture", "source", "input"].includes(name)),
  attributes: {
    a: ["href", "title"],
    img: ["src", "alt", "title"],
    code: [["className", /^language-[\w+-]+$/u]],
    ol: ["start"],
    td: ["align"],
    th: ["align"],
  },
  protocols: { href: ["http", "https", "mailto"], src: ["https"] },
  // Ids are ours alone; nothing of the text becomes one.
  clobberPrefix: "",
};

/** Some texts of 40,000 characters take the parser 20 s; messages are far shorter. */
const LONGEST_MESSAGE = 12_000;

/**
 * What a member wrote, made safe. Pictures become links, so that reading never calls another site; headings begin at
 * `firstLevel`, below those of the page.
 */
export function toMessageTree(markdown: string, firstLevel: 2 | 3): Root {
  if (hasTooManyLines(markdown)) return toPlainTree(markdown);
  const tree = toSafeTree(markdown, { allowed: ALLOWED, longest: LONGEST_MESSAGE });
  const shift = firstLevel - highestHeading(tree);
  visit(tree, (element) => {
    if (element.tagName === "img") pictureToLink(element);
    shiftHeading(element, shift);
    openElsewhere(element);
    // Long lines scroll inside their block, for the keyboard too.
    if (element.tagName === "pre") element.properties["tabIndex"] = 0;
  });
  return tree;
}

export const toMessageHtml = (markdown: string, firstLevel: 2 | 3): string =>
  toHtml(toMessageTree(markdown, firstLevel));

function openElsewhere(element: Element): void {
  if (!leadsElsewhere(element)) return;
  element.properties["rel"] = ["noopener", "noreferrer", "nofollow"];
  element.properties["target"] = "_blank";
}

function pictureToLink(element: Element): void {
  const { src, alt } = element.properties;
  element.tagName = "a";
  element.properties = typeof src === "string" ? { href: src } : {};
  element.children = [{ type: "text", value: typeof alt === "string" && alt !== "" ? alt : "picture" }];
}
