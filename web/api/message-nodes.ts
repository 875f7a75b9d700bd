import type { Nodes } from "hast";
import { messageTree } from "./markdown.ts";

/** A piece of a message: text, or an element with its attributes and children. */
export type NodeJson =
  | string
  | [tag: string, attributes: Record<string, string | number>, ...children: NodeJson[]];

/** A message as elements: the help panel builds them one by one, so that it works under any policy of its host site. */
export function messageNodes(markdown: string): NodeJson[] {
  return messageTree(markdown).children.flatMap(toNodes);
}

function toNodes(node: Nodes): NodeJson[] {
  if (node.type === "text") return [node.value];
  if (node.type !== "element") return [];
  const { href, start } = node.properties;
  const attributes: Record<string, string | number> = {};
  if (typeof href === "string") attributes["href"] = href;
  if (typeof start === "number") attributes["start"] = start;
  return [[node.tagName, attributes, ...node.children.flatMap(toNodes)]];
}
