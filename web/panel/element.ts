import { createApi } from "./api.ts";
import { chatsScreen, readSummaries } from "./chats.ts";
import { accentRules, isColor } from "./colors.ts";
import { createFrame } from "./frame.ts";
import type { Frame } from "./frame.ts";
import { homeScreen } from "./home.ts";
import { createKept } from "./kept.ts";
import type { Panel, Screen } from "./panel.ts";
import css from "./panel.css";
import { talkScreen } from "./talk.ts";
import { ENGLISH } from "./texts.ts";
import { writeScreen } from "./write.ts";

/** Where this script came from: there Firstline is. A module has no current script, but stands in the page all the same. */
const SOURCE =
  document.currentScript instanceof HTMLScriptElement
    ? document.currentScript.src
    : (document.querySelector<HTMLScriptElement>('script[src*="/panel.js"]')?.src ?? location.href);

/**
 * `<firstline-panel>`: attributes `token`, `locale`, `open`, `mode="inline"`, `accent`, `theme`; methods `open()`, `close()`
 * and `ask(text)`; the event `firstline-token-expired` when the host site's token is no longer taken.
 */
export class FirstlinePanel extends HTMLElement {
  static readonly observedAttributes = ["token", "locale", "accent", "open"];
  #frame: Frame | null = null;
  #panel: Panel | null = null;
  #screen: Screen | null = null;
  #accent = new CSSStyleSheet();

  connectedCallback(): void {
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [sheet, this.#accent];
    void this.#start(root);
  }

  disconnectedCallback(): void {
    this.#screen?.leave?.();
    this.#panel = null;
    this.shadowRoot?.replaceChildren();
  }

  attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    if (!this.#panel || before === now || !this.shadowRoot) return;
    if (name === "open") this.#toggle(now !== null);
    else void this.#start(this.shadowRoot);
  }

  open(): void {
    this.setAttribute("open", "");
  }

  close(): void {
    this.removeAttribute("open");
  }

  /** Opens the panel with the words in its question field. */
  ask(text: string): void {
    this.open();
    this.#panel?.home();
    const field = this.shadowRoot?.querySelector("textarea");
    if (!field) return;
    field.value = text;
    field.dispatchEvent(new Event("input"));
  }

  async #start(root: ShadowRoot): Promise<void> {
    const locale = this.getAttribute("locale") ?? (document.documentElement.lang || navigator.language);
    const base = this.getAttribute("src") ?? new URL(SOURCE).origin;
    const panel = this.#createPanel(base, locale);
    this.#panel = panel;
    try {
      panel.settings = await panel.api.settings(locale);
      panel.texts = { ...ENGLISH, ...panel.settings.texts };
      panel.locale = panel.settings.locale;
    } catch {
      // Firstline cannot be reached or this site may not embed it: the button stays, and what is tried says why.
    }
    if (this.#panel !== panel) return;
    const accent = this.getAttribute("accent");
    const { settings } = panel;
    if (isColor(accent)) this.#accent.replaceSync(accentRules(accent, null));
    else if (settings) this.#accent.replaceSync(accentRules(settings.accent, settings.accentDark));
    this.#draw(root, panel);
  }

  #draw(root: ShadowRoot, panel: Panel): void {
    this.#screen?.leave?.();
    this.#screen = null;
    const isInline = this.getAttribute("mode") === "inline";
    this.#frame = createFrame(panel, {
      isInline,
      open: () => this.open(),
      close: () => this.close(),
    });
    root.replaceChildren(this.#frame.node);
    if (isInline) panel.home();
    else if (this.hasAttribute("open")) this.#toggle(true);
    else void this.#lookForNews(panel);
  }

  #toggle(isOpen: boolean): void {
    if (!this.#panel) return;
    if (isOpen && !this.#screen) this.#panel.home();
    this.#frame?.toggle(isOpen);
    if (isOpen) this.#screen?.focus?.focus({ preventScroll: true });
  }

  async #lookForNews(panel: Panel): Promise<void> {
    const newest = await readSummaries(panel).catch(() => null);
    if (newest?.conversations.some((one) => panel.kept.isNews(one.id, one.lastMessageAt)))
      this.#frame?.badge(true);
  }

  #createPanel(base: string, locale: string): Panel {
    const show = (screen: Screen): void => {
      this.#screen?.leave?.();
      this.#screen = screen;
      this.#frame?.show(screen);
      if (this.#frame?.isOpen()) screen.focus?.focus({ preventScroll: true });
    };
    const panel: Panel = {
      api: createApi(
        base,
        () => this.getAttribute("token"),
        () => panel.texts,
      ),
      base,
      texts: ENGLISH,
      locale,
      settings: null,
      kept: createKept(),
      isIdentified: Boolean(this.getAttribute("token")),
      show,
      home: () => show(homeScreen(panel)),
      chats: () => show(chatsScreen(panel)),
      write: (text = "") => show(writeScreen(panel, text)),
      talk: (id) => show(talkScreen(panel, id, (subject) => this.#frame?.title(subject))),
      complain: (error) => this.#complain(panel, error),
      news: () => {
        const isSeen = this.#frame?.isOpen() ?? false;
        if (!isSeen) this.#frame?.badge(true);
        return isSeen;
      },
    };
    return panel;
  }

  #complain(panel: Panel, error: unknown): void {
    const message = error instanceof Error ? error.message : typeof error === "string" ? error : "";
    if (message === panel.texts.expired)
      this.dispatchEvent(new CustomEvent("firstline-token-expired", { bubbles: true }));
    this.#frame?.notice(message);
  }
}

if (!customElements.get("firstline-panel")) customElements.define("firstline-panel", FirstlinePanel);
