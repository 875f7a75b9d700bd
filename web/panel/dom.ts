export type Child = Node | string | null | undefined | false;

type Props = Record<string, string | number | boolean | null | undefined | ((event: Event) => void)>;

/** Makes an element. A function becomes a listener of the event it is named after, everything else an attribute; never HTML. */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  props: Props = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== null && value !== undefined && value !== false)
      element.setAttribute(name, String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

const PATHS = {
  back: "m14 6-6 6 6 6",
  clip: "m19 11-7.5 7.5a4.6 4.6 0 0 1-6.5-6.500L12.7 4.300a3.1 3.1 0 0 1 4.4 4.400l-7.6 7.600a1.6 1.6 0 0 1-2.2-2.200L14 7.5",
  close: "m6 6 12 12M18 6 6 18",
  file: "M13 3H7a2 2 0 0 0-2 2v14a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2V9zm0 0v6h6",
  go: "m10 7 5 5-5 5",
  help: "M9.2 9a2.9 2.9 0 1 1 4.2 2.600c-.9.5-1.4 1.1-1.4 2.200M12 17.200v.1",
  home: "m4 11 8-7 8 7v8a1 1 0 0 1-1 1h-4v-6H9v6H5a1 1 0 0 1-1-1z",
  list: "M4 5h16v11H10l-4 4v-4H4z",
  mark: "M5 4h14a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-6l-5 4v-4H5a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2m3 5h8m-8 4h5",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8m-7 9c.6-4 3.4-6 7-6s6.4 2 7 6",
  send: "M12 19V5m-6 6 6-6 6 6",
  write: "M4 20h4L19 9l-4-4L4 16z",
} as const;

export type Icon = keyof typeof PATHS;

/** A line drawing that takes the color of the text around it; screen readers pass over it. */
export function icon(name: Icon): SVGSVGElement {
  const ns = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(ns, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(ns, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  if (name === "back" || name === "go") svg.classList.add("turns");
  return svg;
}

/** A random text that nobody can guess, on plain http pages too, where crypto.randomUUID is missing. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The key of what is sent: the same until it was taken in, another one as soon as something in it is changed. */
export function createDraftKey(): { of(content: unknown): string; done(): void } {
  let draft = { content: "", key: "" };
  return {
    of(content) {
      const text = JSON.stringify(content);
      if (draft.content !== text) draft = { content: text, key: newKey() };
      return draft.key;
    },
    done() {
      draft = { content: "", key: "" };
    },
  };
}

/** Whether a key chooses characters in an input method, as for Japanese. Safari has ended the composition by then, and tells by 229 alone. */
export const isComposed = (event: KeyboardEvent): boolean => event.isComposing || event.keyCode === 229;
