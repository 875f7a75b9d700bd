/** A piece of a message as the server sends it: text, or an element with its attributes and children. */
export type NodeJson = string | [tag: string, attributes: Record<string, string | number>, ...NodeJson[]];

const TAGS = new Set(
  "p a strong em del code pre ul ol li blockquote h3 h4 h5 h6 table thead tbody tr th td br hr sup sub div span".split(
    " ",
  ),
);

/**
 * Builds what the server sends, element by element: nothing is ever parsed as HTML, so that it works where a site's
 * policy forbids that, and a mistake of the server cannot become a script. `base` is where relative links lead.
 */
export function renderNodes(nodes: NodeJson[], base: string): Node[] {
  return nodes.map((node) => renderNode(node, base));
}

function renderNode(node: NodeJson, base: string): Node {
  if (typeof node === "string") return document.createTextNode(node);
  const [tag, attributes, ...children] = node;
  const element = document.createElement(TAGS.has(tag) ? tag : "span");
  if (element instanceof HTMLAnchorElement) setLink(element, String(attributes["href"] ?? ""), base);
  if (tag === "ol" && Number(attributes["start"]) > 1)
    element.setAttribute("start", String(attributes["start"]));
  if (tag === "pre") element.tabIndex = 0;
  element.append(...renderNodes(children, base));
  if (tag !== "table") return element;
  const scroller = document.createElement("div");
  scroller.className = "scroll";
  scroller.tabIndex = 0;
  scroller.append(element);
  return scroller;
}

/** Addresses that are not web pages or mail stay plain words. */
export function setLink(link: HTMLAnchorElement, address: string, base: string): void {
  const url = URL.canParse(address, base) ? new URL(address, base) : null;
  if (!url || !/^(?:https?|mailto):$/.test(url.protocol)) return;
  link.href = url.href;
  link.target = "_blank";
  link.rel = "noopener noreferrer";
}
