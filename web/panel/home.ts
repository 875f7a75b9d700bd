import type { Found, Summary } from "./api.ts";
import { listOf, readSummaries } from "./chats.ts";
import { createComposer } from "./composer.ts";
import { h, icon } from "./dom.ts";
import { setLink } from "./nodes.ts";
import type { Panel, Screen } from "./panel.ts";

const TYPING_MS = 180;
/** Three letters tell something; of scripts whose words are short, two. */
const WORTH_SEARCHING = /.{3}|[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]{2}/su;

/** Search as you type, ask, and what the visitor had going on. */
export function homeScreen(panel: Panel): Screen {
  const { texts, settings } = panel;
  const found = h("div", { class: "found", "aria-live": "polite" });
  const below = h("div", {});
  const composer = createComposer(panel, {
    label: texts.ask,
    withFiles: false,
    async send(text, _, key) {
      const { conversation, token } = await panel.api.open({ text }, key);
      panel.kept.keep(panel.isIdentified ? { id: conversation.id } : { id: conversation.id, token });
      panel.talk(conversation.id);
    },
  });
  const search = createSearch(panel, found, (isSearching) => (below.hidden = isSearching));
  composer.input.addEventListener("input", () => search.look(composer.input.value.trim()));

  const articles = settings?.articles ?? [];
  void readSummaries(panel)
    .then(({ conversations }) => below.prepend(...recent(panel, conversations)))
    .catch((error: unknown) => panel.complain(error));
  if (articles.length > 0) below.append(h("h3", {}, texts.start), links(panel, { results: articles }));
  return {
    name: "home",
    title: settings?.name ?? texts.help,
    focus: composer.input,
    leave: search.stop,
    node: h(
      "div",
      { class: "screen home" },
      h("div", { class: "hero" }, h("h2", {}, texts.greeting), h("p", {}, texts.intro)),
      composer.node,
      found,
      below,
    ),
  };
}

function recent(panel: Panel, all: Summary[]): HTMLElement[] {
  if (all.length === 0) return [];
  return [h("h3", {}, panel.texts.recent), listOf(panel, all.slice(0, 2))];
}

/** Asks as the visitor pauses; what comes late is dropped. */
function createSearch(panel: Panel, place: HTMLElement, onSearching: (isSearching: boolean) => void) {
  let timer = 0;
  let running = new AbortController();
  const stop = (): void => {
    clearTimeout(timer);
    running.abort();
  };

  async function run(query: string): Promise<void> {
    running = new AbortController();
    const { signal } = running;
    try {
      const answer = await panel.api.search(query, panel.locale, signal);
      if (!signal.aborted) show(answer);
    } catch {
      // Asking works without the suggestions; a limit or a lost connection is told when the visitor sends.
      if (!signal.aborted) show(null);
    }
  }

  function show(answer: Found | null): void {
    const isEmpty = answer === null || answer.results.length === 0;
    onSearching(!isEmpty);
    if (answer === null) return place.replaceChildren();
    if (isEmpty) return place.replaceChildren(h("p", { class: "fine" }, panel.texts.nothing));
    place.replaceChildren(h("h3", {}, panel.texts.results), links(panel, answer));
  }

  return {
    stop,
    look(query: string): void {
      stop();
      if (WORTH_SEARCHING.test(query))
        timer = window.setTimeout(() => void run(query.slice(0, 300)), TYPING_MS);
      else {
        place.replaceChildren();
        onSearching(false);
      }
    },
  };
}

function links(panel: Panel, { searchId, results }: Found): HTMLElement {
  const entries = results.map((result, index) => {
    const link = h(
      "a",
      {
        class: "row",
        click: () => {
          if (searchId !== undefined && result.articleId !== undefined)
            panel.api.clicked(searchId, result.articleId, index + 1);
        },
      },
      h(
        "span",
        { class: "grow" },
        h("bdi", { class: "strong" }, result.title),
        h("span", { class: "sr" }, ` (${panel.texts.newTab})`),
        passage(result),
      ),
      icon("go"),
    );
    setLink(link, result.url, panel.base);
    return h("li", {}, link);
  });
  return h("ul", { class: "rows" }, ...entries);
}

function passage({ passage, excerpt }: Found["results"][number]): HTMLElement | null {
  const parts = passage ?? (excerpt ? [{ text: excerpt, hit: false }] : []);
  if (parts.length === 0) return null;
  const words = parts.map(({ text, hit }) => (hit ? h("mark", {}, text) : text));
  return h("span", { class: "passage", dir: "auto" }, ...words);
}
