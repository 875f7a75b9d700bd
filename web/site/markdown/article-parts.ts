import type { Element, ElementContent } from "hast";
import type { Texts } from "../texts/index.ts";
import { leadsElsewhere, textOf, toElement, toText } from "./safe-tree.ts";

const CALLOUT = /^\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\][ \t]*(?:\n|$)/iu;
const CALLOUTS = {
  note: "note",
  tip: "tip",
  important: "important",
  warning: "warning",
  caution: "caution",
} as const;

/** Gives the parts of an article the form that the pages style; changes elements in place. */
export function dressPart(element: Element, texts: Texts): void {
  toCallout(element, texts);
  toTasks(element, texts);
  toFootnotes(element, texts);
  if (element.tagName === "img") dressPicture(element);
  if (leadsElsewhere(element)) element.properties["rel"] = ["noopener"];
  if (element.tagName === "td" || element.tagName === "th") alignByClass(element);
  element.children = element.children.map((child) => {
    if (child.type !== "element") return child;
    if (child.tagName === "table") return scrollBox(child, texts);
    if (child.tagName === "input") return taskBox(child, texts);
    return child;
  });
}

/** Wide tables scroll in a box, which the keyboard reaches. */
export function scrollBox(table: Element, texts: Texts): Element {
  return toElement(
    "div",
    { className: ["table"], role: "group", ariaLabel: texts.say("table"), tabIndex: 0 },
    [table],
  );
}

function toCallout(element: Element, texts: Texts): void {
  if (element.tagName !== "blockquote") return;
  const paragraph = element.children.find((child) => child.type === "element");
  const [first] = paragraph?.tagName === "p" ? paragraph.children : [];
  if (!paragraph || first?.type !== "text") return;
  const match = CALLOUT.exec(first.value);
  const kind = Object.values(CALLOUTS).find((name) => name === match?.[1]?.toLowerCase());
  if (!match || !kind) return;
  first.value = first.value.slice(match[0].length);
  element.tagName = "div";
  element.properties = { className: ["callout", kind], role: "note" };
  const rest = textOf(paragraph) === "" && paragraph.children.length === 1 ? [] : [paragraph];
  element.children = [
    toElement("p", { className: ["label"] }, [toText(texts.say(kind))]),
    ...rest,
    ...element.children.filter((child) => child !== paragraph),
  ];
}

function toTasks(element: Element, texts: Texts): void {
  const classes = element.properties["className"];
  if (!Array.isArray(classes)) return;
  if (classes.includes("contains-task-list")) element.properties["className"] = ["tasks"];
  if (!classes.includes("task-list-item")) return;
  delete element.properties["className"];
  element.children = element.children.map((child) =>
    child.type === "element" && child.tagName === "input" ? taskBox(child, texts) : child,
  );
}

/** Nothing can be ticked here: a picture says how it stands. */
function taskBox(input: Element, texts: Texts): Element {
  const isDone = Boolean(input.properties["checked"]);
  return toElement("span", {
    className: isDone ? ["task", "done"] : ["task"],
    role: "img",
    ariaLabel: texts.say(isDone ? "done" : "open"),
  });
}

/** The parser's own words for going back are English. */
function toFootnotes(element: Element, texts: Texts): void {
  if (element.tagName !== "a") return;
  if ("dataFootnoteBackref" in element.properties) {
    element.properties = { href: element.properties["href"], ariaLabel: texts.say("backToText") };
  }
}

function dressPicture(element: Element): void {
  const { src, alt } = element.properties;
  if (typeof src === "string" && /^https:\/\//iu.test(src)) {
    element.properties = { ...element.properties, alt: alt ?? "", loading: "lazy", decoding: "async" };
    return;
  }
  // A picture that the page may not or cannot load: what it shows is said instead.
  const words = typeof alt === "string" ? alt : "";
  const href = typeof src === "string" && /^http:\/\//iu.test(src) ? src : null;
  element.tagName = href === null ? "span" : "a";
  element.properties = href === null ? {} : { href, rel: ["noopener"] };
  element.children = [toText(words === "" ? (href ?? "") : words)];
}

function alignByClass(cell: Element): void {
  const { align } = cell.properties;
  cell.properties = align === "center" || align === "right" ? { className: [align] } : {};
}

/** A heading leads to itself, so that its address can be taken; one with links in it cannot. */
export function linkToItself(heading: Element, anchor: string): void {
  if (hasLink(heading)) return;
  heading.children = [toElement("a", { className: ["to-here"], href: `#${anchor}` }, heading.children)];
}

function hasLink(node: ElementContent): boolean {
  return node.type === "element" && (node.tagName === "a" || node.children.some(hasLink));
}
