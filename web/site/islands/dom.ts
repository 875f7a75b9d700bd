type Child = Node | string;

/** An element with attributes; false leaves one out. Whatever comes from outside becomes text, never markup. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string | boolean>> = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children);
  return element;
}

export function find(selector: string, within: ParentNode = document): HTMLElement | null {
  return findKind(HTMLElement, selector, within);
}

/** The first one, if it is of that kind. */
export function findKind<Kind extends Element>(
  kind: new () => Kind,
  selector: string,
  within: ParentNode = document,
): Kind | null {
  const element = within.querySelector(selector);
  return element instanceof kind ? element : null;
}

export function findAll(selector: string, within: ParentNode = document): HTMLElement[] {
  return [...within.querySelectorAll<HTMLElement>(selector)];
}

/** Sends JSON to our own server, also while the page is being left. Throws where the server cannot be reached. */
export function send(path: string, body: unknown): Promise<Response> {
  return fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    keepalive: true,
  });
}

/** For what nobody waits for: a count that is lost does no harm. */
export function report(path: string, body: unknown): void {
  send(path, body).catch(() => null);
}

/** Whether a key chooses characters in an input method, as for Japanese. Safari has ended the composition by then, and tells by 229 alone. */
export const isComposed = (event: KeyboardEvent): boolean => event.isComposing || event.keyCode === 229;
