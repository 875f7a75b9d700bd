import type { Api, Settings } from "./api.ts";
import type { createKept } from "./kept.ts";
import type { Texts } from "./texts.ts";

/** One view of the panel: `home`, the list, the form or a conversation. */
export type Screen = {
  name: "home" | "chats" | "write" | "talk";
  title: string;
  node: HTMLElement;
  /** Gets the focus when the screen is shown. */
  focus?: HTMLElement;
  /** Ends what the screen has running. */
  leave?(): void;
};

/** What the screens share. */
export type Panel = {
  api: Api;
  /** Where Firstline is; relative links lead there. */
  base: string;
  texts: Texts;
  locale: string;
  settings: Settings | null;
  kept: ReturnType<typeof createKept>;
  /** The host site says who the visitor is: their conversations are found by that. */
  isIdentified: boolean;
  show(screen: Screen): void;
  home(): void;
  chats(): void;
  write(text?: string): void;
  talk(id: string): void;
  /** Says what went wrong, or takes that back with "". */
  complain(error: unknown): void;
  /** Something new was said; false while nobody can see it. */
  news(): boolean;
};

/** Runs what may fail, once at a time; the visitor hears why it failed. */
export function carefully(panel: Panel, work: (event: Event) => Promise<void>): (event: Event) => void {
  let isBusy = false;
  return (event) => {
    event.preventDefault();
    if (isBusy) return;
    isBusy = true;
    panel.complain("");
    work(event)
      .catch((error: unknown) => panel.complain(error))
      .finally(() => {
        isBusy = false;
      });
  };
}
