import type { Button, FileJson, Item, State } from "./api.ts";
import { statusOf } from "./chats.ts";
import { createComposer } from "./composer.ts";
import { h, icon } from "./dom.ts";
import { renderItem } from "./item.ts";
import type { NodeJson } from "./nodes.ts";
import { renderNodes } from "./nodes.ts";
import { carefully } from "./panel.ts";
import type { Panel, Screen } from "./panel.ts";

type Conversation = ReturnType<Panel["api"]["at"]>;

/** A conversation as it goes: what was said, what is being written, and the visitor's next words. */
export function talkScreen(panel: Panel, id: string, onTitle: (subject: string) => void): Screen {
  const { texts } = panel;
  const conversation = panel.api.at(panel.kept.find(id));
  const feed = createFeed(panel, conversation);
  const head = createHead(panel, conversation, () => composer.input.focus());
  const composer = createComposer(panel, {
    label: texts.reply,
    withFiles: true,
    async send(text, files, key) {
      await conversation.say(text, files, key);
      feed.toEnd();
    },
  });
  const following = conversation.follow({
    feed({ conversation: state, items: said }) {
      onTitle(state.subject);
      head.show(state);
      feed.show(state, said);
      const last = said.at(-1);
      if (last && panel.news()) panel.kept.see(id, last.saidAt);
    },
    draft: (nodes) => feed.draft(nodes),
    gone(status) {
      if (status !== 404) return panel.complain(texts.expired);
      panel.kept.forget(id);
      panel.home();
    },
    lost: (isLost) => panel.complain(isLost ? texts.lost : ""),
  });
  const foot = h("div", { class: "foot" }, head.person, composer.node);
  return {
    name: "talk",
    title: "",
    focus: composer.input,
    leave: () => following.stop(),
    node: h("div", { class: "screen talk" }, head.status, feed.node, foot),
  };
}

/** Where the conversation stands, and the way to a person while the AI answers. */
function createHead(panel: Panel, conversation: Conversation, toReply: () => void) {
  const status = h("p", { class: "status", role: "status" });
  const click = carefully(panel, async () => {
    await conversation.act("ticket_ask_person");
  });
  const props = { type: "button", class: "button person", hidden: true, click };
  const person = h("button", props, icon("person"), panel.texts.person);
  return {
    status,
    person,
    show(state: State): void {
      const isDone = state.status === "resolved" || state.status === "closed";
      status.textContent = statusOf(panel.texts, state);
      status.className = `status ${isDone ? "done" : state.handledBy}`;
      const hadFocus = holdsFocus(person);
      person.hidden = state.handledBy === "people" || state.status === "closed";
      if (hadFocus && person.hidden) toReply();
    },
  };
}

function createFeed(panel: Panel, conversation: Conversation) {
  const feed = h("ol", { class: "feed" });
  const log = h("div", { role: "log", "aria-label": panel.texts.chats }, feed);
  const waiting = createWaiting(panel);
  const node = h("div", { class: "scroller", tabindex: 0 }, log, waiting.node);
  const items = new Map<string, HTMLElement>();
  const press = (button: Button): void =>
    carefully(panel, async () => {
      await conversation.act(button.action, button.value);
    })(new Event("press"));
  const open = (file: FileJson): void =>
    carefully(panel, async () => save(await conversation.file(file), file.name))(new Event("press"));
  const toEnd = (): void => void requestAnimationFrame(() => node.scrollTo({ top: node.scrollHeight }));
  /** A long answer is read from its start. */
  const toStartOf = (item: HTMLElement): void =>
    void requestAnimationFrame(() => {
      const above = item.getBoundingClientRect().top - node.getBoundingClientRect().top;
      node.scrollTo({ top: node.scrollTop + above - 12 });
    });
  const isAtEnd = (): boolean => node.scrollTop + node.clientHeight > node.scrollHeight - 120;

  /** A known key is a changed item and keeps its place. */
  function place(item: Item): void {
    const element = renderItem(panel, item, { press, open });
    const known = items.get(item.key);
    items.set(item.key, element);
    if (!known) return feed.append(element);
    const hadFocus = holdsFocus(known);
    known.replaceWith(element);
    if (hadFocus) (element.querySelector("button") ?? node).focus({ preventScroll: true });
  }

  return {
    node,
    toEnd,
    show(state: State, said: Item[]): void {
      const wasAtEnd = isAtEnd();
      const isFirst = items.size === 0;
      for (const item of said) place(item);
      const answer = isFirst ? undefined : said.findLast((item) => item.from !== "visitor");
      const start = answer && items.get(answer.key);
      if (said.some((item) => item.from !== "visitor")) waiting.draft(null);
      waiting.show(state.handledBy === "ai" && (state.status === "new" || state.status === "analyzing"));
      if (wasAtEnd && start) toStartOf(start);
      else if (wasAtEnd) toEnd();
    },
    draft(nodes: NodeJson[]): void {
      const wasAtEnd = isAtEnd();
      waiting.draft(nodes);
      if (wasAtEnd) toEnd();
    },
  };
}

/** The page around the panel sees only the panel as focused. */
function holdsFocus(element: Element): boolean {
  const root = element.getRootNode();
  return root instanceof ShadowRoot && element.contains(root.activeElement);
}

/** Dots while the articles are looked through, then the answer as far as it is written. */
function createWaiting({ texts, base }: Panel) {
  const words = h("div", { class: "words", dir: "auto" });
  const label = h("span", {}, texts.looking);
  const dots = h("p", { class: "dots", role: "status" }, h("i"), h("i"), h("i"), label);
  const bubble = h("div", { class: "bubble" }, words);
  bubble.hidden = true;
  const node = h("div", { class: "item ai waiting" }, bubble, dots);
  node.hidden = true;
  const draft = (nodes: NodeJson[] | null): void => {
    bubble.hidden = nodes === null;
    label.textContent = nodes ? texts.draft : texts.looking;
    words.replaceChildren(...renderNodes(nodes ?? [], base));
  };
  return {
    node,
    draft,
    show(isWaiting: boolean): void {
      node.hidden = !isWaiting;
      if (!isWaiting) draft(null);
    },
  };
}

/** Files need the visitor's token, so they come by fetch and are handed to the browser from memory. */
function save(content: Blob, name: string): void {
  const url = URL.createObjectURL(content);
  h("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
