import type { Button, FileJson, Item } from "./api.ts";
import { h, icon } from "./dom.ts";
import { renderNodes, setLink } from "./nodes.ts";
import type { Panel } from "./panel.ts";
import { momentOf } from "./times.ts";
import { fill } from "./texts.ts";
import type { Texts } from "./texts.ts";

export type OnItem = { press(button: Button): void; open(file: FileJson): void };

/** One thing that was said, as a list item. */
export function renderItem(panel: Panel, item: Item, on: OnItem): HTMLElement {
  const { texts } = panel;
  const words = h("div", { class: "words", dir: "auto" });
  words.append(...(item.nodes ? renderNodes(item.nodes, panel.base) : [item.markdown]));
  return h(
    "li",
    { class: `item ${item.from}` },
    item.from === "visitor" ? h("span", { class: "sr" }, `${texts.you}:`) : who(panel, item),
    h(
      "div",
      { class: "bubble" },
      words,
      item.sources.length > 0 && sources(panel, item),
      item.files.length > 0 && files(item.files, on),
      item.footer && h("p", { class: "fine" }, item.footer),
    ),
    ...item.buttons.map((row) => buttons(texts, row, on)),
  );
}

function who({ texts, locale, settings }: Panel, item: Item): HTMLElement {
  const badge = item.from === "ai" ? texts.ai : item.from === "agent" ? texts.team : "";
  return h(
    "div",
    { class: "who" },
    h("bdi", {}, item.author ?? settings?.name ?? texts.team),
    badge && h("span", { class: "badge" }, badge),
    h("time", { datetime: item.saidAt }, momentOf(new Date(item.saidAt), locale)),
  );
}

function sources({ texts, base }: Panel, item: Item): HTMLElement {
  const entries = item.sources.map((source, index) => {
    const link = h(
      "a",
      { title: source.excerpt },
      h("span", { class: "number" }, String(index + 1)),
      h("bdi", {}, source.title),
      h("span", { class: "sr" }, ` (${texts.newTab})`),
    );
    setLink(link, source.url, base);
    return h("li", {}, link);
  });
  return h("ul", { class: "sources", "aria-label": texts.sources }, ...entries);
}

function files(list: FileJson[], on: OnItem): HTMLElement {
  const entries = list.map((file) =>
    h(
      "li",
      {},
      h(
        "button",
        { type: "button", class: "file", click: () => on.open(file) },
        icon("file"),
        h("bdi", {}, file.name),
        h("span", {}, sizeOf(file.size)),
      ),
    ),
  );
  return h("ul", { class: "files" }, ...entries);
}

export function sizeOf(bytes: number): string {
  return bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

function buttons(texts: Texts, row: Button[], on: OnItem): HTMLElement {
  const isRating = row.every((button) => button.action === "ticket_rate");
  const controls = row.map((button) => {
    const stars = isRating ? (button.value.split(":")[1] ?? "") : "";
    return h(
      "button",
      {
        type: "button",
        class: `button ${button.style ?? ""}`,
        "data-action": button.action,
        "aria-label": isRating && fill(texts.rate, stars),
        click: () => on.press(button),
      },
      isRating ? "★" : labelOf(texts, button),
    );
  });
  return h("div", { class: isRating ? "actions stars" : "actions", role: "group" }, ...controls);
}

/** Buttons that the panel knows speak its language; the others say what the server calls them. */
function labelOf(texts: Texts, { action, label }: Button): string {
  const own = action in texts ? texts[action as keyof Texts] : ""; // checked by `in`
  return own === "" ? label : own;
}
