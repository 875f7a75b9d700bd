import type { FileJson } from "./api.ts";
import { h, icon } from "./dom.ts";
import { sizeOf } from "./item.ts";
import type { Panel } from "./panel.ts";
import { fill } from "./texts.ts";

const MOST_FILES = 5;
const LARGEST = 5_000_000;

export type Attachments = {
  /** Button and list. */
  button: HTMLElement;
  list: HTMLElement;
  /** Ids of what was uploaded; waits for what still is. */
  ids(): Promise<string[]>;
  clear(): void;
};

type Entry = { name: string; size: number; uploaded: Promise<FileJson> };

/** Lets the visitor add files, by choosing or by pasting into `target`; each is uploaded at once. */
export function createAttachments(panel: Panel, target: HTMLElement): Attachments {
  const { texts } = panel;
  const list = h("ul", { class: "files chosen" });
  let entries: Entry[] = [];
  const input = h("input", { type: "file", multiple: true, hidden: true, tabindex: -1 });
  input.addEventListener("change", () => {
    add([...(input.files ?? [])]);
    input.value = "";
  });
  target.addEventListener("paste", (event) => {
    const pasted = [...(event.clipboardData?.files ?? [])];
    if (pasted.length === 0) return;
    event.preventDefault();
    add(pasted);
  });

  function add(files: File[]): void {
    panel.complain("");
    for (const file of files) {
      if (entries.length >= MOST_FILES || file.size > LARGEST) {
        panel.complain(texts.files);
        break;
      }
      const uploaded = panel.api.upload(file);
      const entry = { name: file.name, size: file.size, uploaded };
      entries.push(entry);
      uploaded.catch((error: unknown) => {
        remove(entry);
        panel.complain(error);
      });
    }
    draw();
  }

  function remove(entry: Entry): void {
    entries = entries.filter((one) => one !== entry);
    draw();
  }

  function draw(): void {
    list.replaceChildren(...entries.map((entry) => chip(entry, texts.remove, () => remove(entry))));
  }

  const label = texts.attach;
  const open = (): void => input.click();
  return {
    button: h(
      "span",
      {},
      h(
        "button",
        { type: "button", class: "round quiet", "aria-label": label, title: texts.files, click: open },
        icon("clip"),
      ),
      input,
    ),
    list,
    ids: async () => (await Promise.all(entries.map((entry) => entry.uploaded))).map((file) => file.id),
    clear() {
      entries = [];
      draw();
    },
  };
}

function chip(entry: Entry, removeText: string, remove: () => void): HTMLElement {
  const label = fill(removeText, entry.name);
  return h(
    "li",
    { class: "file" },
    icon("file"),
    h("bdi", {}, entry.name),
    h("span", {}, sizeOf(entry.size)),
    h(
      "button",
      { type: "button", class: "round quiet small", "aria-label": label, click: remove },
      icon("close"),
    ),
  );
}
