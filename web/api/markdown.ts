import type { Root } from "hast";
import { raw } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";
import { toMessageHtml, toMessageTree } from "../site/markdown/message-html.ts";

/** Below the headings that the pages with messages have themselves. */
const FIRST_LEVEL = 3;

/** A message as HTML. */
export function renderMessage(markdown: string): HtmlEscapedString {
  return raw(toMessageHtml(markdown, FIRST_LEVEL));
}

/** A message made safe: pictures become links, so that reading one never calls another site. */
export function messageTree(markdown: string): Root {
  return toMessageTree(markdown, FIRST_LEVEL);
}
