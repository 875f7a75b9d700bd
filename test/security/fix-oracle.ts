import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";

type Node = ReturnType<typeof fromMarkdown>["children"][number];

/** What of ours may stand in a text for the code host. */
export type Ours = {
  /** Beginnings of the addresses that we link to. */
  links: string[];
  /** The comments by which we know our own texts. */
  markers: RegExp;
  /** References that are meant, such as "Fixes #4". */
  references: string[];
};

const MENTION = /(?<![\p{L}\p{N}_`])@[a-z\d][a-z\d_-]*(?:\/[\w-]+)?/iu;
const REFERENCE = /(?<![\p{L}\p{N}_&])(?:[\w.-]+\/[\w.-]+)?#\d+|\bGH-\d+/iu;
/** Shown as a link in bodies only. */
const COMMIT = /\b(?=[a-f]*\d)(?=\d*[a-f])[\da-f]{7,40}\b/iu;
const ADDRESS = /\b[a-z][a-z\d+.-]*:\/\/|\bwww\.\w/iu;
/** Invisible, steering how the neighbours are shown, or a carrier of hidden letters. */
const HIDDEN =
  /(?!\p{Join_Control}|\uFE0F)\p{Default_Ignorable_Code_Point}|(?<=\p{ASCII})\p{Join_Control}|[\u2028\u2029\uFFF9-\uFFFB\p{Cs}\p{Co}]/u;
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const CONTROL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/u;

/** Everything that a body of an issue, a comment or a pull request would do beside saying something; empty is good. */
export function effectsOf(markdown: string, ours: Ours): string[] {
  const comments = markdown.match(/<!--[\s\S]*?(?:-->|$)/gu) ?? [];
  const foreign = comments.filter((comment) => !ours.markers.test(comment));
  const orders = markdown.match(/^[ \t]{0,3}\/[a-z][\w-]*/gimu) ?? [];
  const tree = fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
  return [
    ...unseen(markdown),
    ...foreign.map((comment) => `a comment: ${comment}`),
    ...orders.map((order) => `an order to a bot: ${order}`),
    ...tree.children.flatMap((node) => effectsOfNode(node, ours)),
  ];
}

const REFERENCES = [
  "definition",
  "imageReference",
  "linkReference",
  "footnoteDefinition",
  "footnoteReference",
];

function effectsOfNode(node: Node, ours: Ours): string[] {
  const inner = "children" in node ? node.children.flatMap((child) => effectsOfNode(child, ours)) : [];
  if (REFERENCES.includes(node.type)) return [`a reference: ${node.type}`];
  if (node.type === "image") return [`an image: ${node.url}`];
  if (node.type === "html") return ours.markers.test(node.value) ? [] : [`HTML: ${node.value}`];
  if (node.type === "text") {
    const said = ours.references.reduce((text, reference) => text.replace(reference, ""), node.value);
    return [...liveIn(said), ...(COMMIT.test(said) ? [`a commit: ${said}`] : [])];
  }
  if (node.type !== "link") return inner;
  return ours.links.some((link) => node.url.startsWith(link)) ? inner : [`a link: ${node.url}`, ...inner];
}

/** What a line that shows letters as they are would do: a title, a commit's message, the name of a branch. */
export function effectsOfLine(line: string): string[] {
  return [...unseen(line), ...liveIn(line)];
}

function liveIn(text: string): string[] {
  return [MENTION, REFERENCE, ADDRESS].flatMap((pattern) => {
    const found = pattern.exec(text)?.[0];
    return found === undefined ? [] : [`something live: ${found}`];
  });
}

function unseen(text: string): string[] {
  return HIDDEN.test(text) || CONTROL.test(text) ? ["hidden characters"] : [];
}
