import type { State, Summary } from "./api.ts";
import { h, icon } from "./dom.ts";
import type { Panel, Screen } from "./panel.ts";
import { dayOf } from "./times.ts";
import type { Texts } from "./texts.ts";

/** The visitor's conversations: by who they are, or those whose tokens this browser keeps. */
export function chatsScreen(panel: Panel): Screen {
  const node = h("div", { class: "screen chats" }, h("p", { class: "dots", role: "status" }));
  void readSummaries(panel)
    .then((all) =>
      node.replaceChildren(
        all.length === 0 ? h("p", { class: "empty" }, panel.texts.noChats) : listOf(panel, all),
      ),
    )
    .catch((error: unknown) => {
      node.replaceChildren();
      panel.complain(error);
    });
  return { name: "chats", title: panel.texts.chats, node };
}

/** Newest first. */
export async function readSummaries(panel: Panel): Promise<Summary[]> {
  if (panel.isIdentified) return (await panel.api.mine()).conversations;
  const kept = panel.kept.all();
  if (kept.length === 0) return [];
  return (await panel.api.summaries(kept.map(({ id, token }) => (token ? { id, token } : { id }))))
    .conversations;
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
