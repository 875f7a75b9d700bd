import { find, findAll, make } from "./dom.ts";

export type SearchList = {
  isOpen(): boolean;
  open(options: HTMLElement[]): void;
  /** A sentence for everybody, or only for those who listen when there are results to look at. */
  say(text: string, isSeen: boolean): void;
  close(): void;
  /** Goes to the next option or the one before; past the ends none is chosen. */
  step(by: 1 | -1): void;
  chosen(): HTMLElement | null;
};

/** The list below a search box: a listbox whose chosen option the input names, while the focus stays in the input. */
export function makeSearchList(
  input: HTMLInputElement,
  below: HTMLElement,
): { list: SearchList; panel: HTMLElement } {
  const box = make("div", { role: "listbox", id: `${input.id}-list`, "aria-label": input.placeholder });
  const note = make("p", { role: "status" });
  const panel = make("div", { class: "hits", hidden: true }, note, box, below);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", box.id);
  show(false);

  function show(isOpen: boolean): void {
    panel.hidden = !isOpen;
    input.setAttribute("aria-expanded", String(isOpen));
  }

  function choose(option: HTMLElement | null): void {
    for (const other of options()) other.setAttribute("aria-selected", String(other === option));
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  }

  const options = (): HTMLElement[] => findAll("[role=option]", box);
  const chosen = (): HTMLElement | null => find("[aria-selected=true]", box);

  const list: SearchList = {
    isOpen: () => !panel.hidden,
    open(items) {
      for (const [index, item] of items.entries()) item.id = `${box.id}-${index}`;
      box.replaceChildren(...items);
      choose(null);
      show(true);
    },
    say(text, isSeen) {
      note.textContent = text;
      note.classList.toggle("sr-only", !isSeen);
      show(true);
    },
    close() {
      show(false);
      choose(null);
    },
    step(by) {
      const all = options();
      const at = all.findIndex((option) => option === chosen());
      choose(all[at === -1 && by === -1 ? all.length - 1 : at + by] ?? null);
    },
    chosen,
  };
  return { list, panel };
}
