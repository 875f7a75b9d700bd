import type { State, Summary, SummaryPage } from "./api.ts";
import { h, icon } from "./dom.ts";
import { carefully } from "./panel.ts";
import type { Panel, Screen } from "./panel.ts";
import { dayOf } from "./times.ts";
import type { Texts } from "./texts.ts";

/** The visitor's conversations: by who they are, or those whose tokens this browser keeps. */
export function chatsScreen(panel: Panel): Screen {
  const node = h("div", { class: "screen chats" }, h("p", { class: "dots", role: "status" }));
  void readSummaries(panel)
    .then(({ conversations, next }) => {
      if (conversations.length === 0)
        return node.replaceChildren(h("p", { class: "empty" }, panel.texts.noChats));
      node.replaceChildren(listOf(panel, conversations));
      if (next) node.append(moreButton(panel, next));
    })
    .catch((error: unknown) => {
      node.replaceChildren();
      panel.complain(error);
    });
  return { name: "chats", title: panel.texts.chats, node };
}

/** Gives its place to the conversations that follow, of which the first gets the focus. */
function moreButton(panel: Panel, from: string): HTMLElement {
  const show = carefully(panel, async () => {
    const { conversations, next } = await panel.api.mine(from);
    const list = listOf(panel, conversations);
    button.replaceWith(list, ...(next ? [moreButton(panel, next)] : []));
    list.querySelector("button")?.focus();
  });
  const button = h("button", { type: "button", class: "button wide", click: show }, panel.texts.more);
  return button;
}

/** Newest first. */
export async function readSummaries(panel: Panel): Promise<SummaryPage> {
  if (panel.isIdentified) return panel.api.mine(null);
  const kept = panel.kept.all();
  if (kept.length === 0) return { conversations: [], next: null };
  const found = await panel.api.summaries(kept.map(({ id, token }) => (token ? { id, token } : { id })));
  return { ...found, next: null };
}

export function listOf(panel: Panel, all: Summary[]): HTMLElement {
  const entries = all.map((one) => {
    const isNews = panel.kept.isNews(one.id, one.lastMessageAt);
    const when = dayOf(new Date(one.lastMessageAt), panel.locale);
    return h(
      "li",
      {},
      h(
        "button",
        { type: "button", class: "row", click: () => panel.talk(one.id) },
        h(
          "span",
          { class: "grow" },
          h("bdi", { class: "strong" }, one.subject),
          h("span", { class: "passage" }, `${statusOf(panel.texts, one)} · ${when}`),
        ),
        isNews && h("span", { class: "dot", role: "img", "aria-label": panel.texts.news }),
        icon("go"),
      ),
    );
  });
  return h("ul", { class: "rows" }, ...entries);
}

/** Where a conversation stands, in words. */
export function statusOf(texts: Texts, { status, handledBy, confirmed }: State): string {
  switch (status) {
    case "closed":
      return texts.closed;
    case "resolved":
      return confirmed ? texts.solved : texts.answered;
    case "escalated":
      return texts.withTeam;
    case "ai_responding":
      return handledBy === "people" ? texts.withTeam : texts.answered;
    case "new":
    case "analyzing":
      return handledBy === "people" ? texts.withTeam : texts.answering;
  }
}
