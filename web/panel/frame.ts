import { h, icon, isComposed } from "./dom.ts";
import type { Icon } from "./dom.ts";
import type { Panel, Screen } from "./panel.ts";

const RIGHT_TO_LEFT = /^(?:ar|fa|he|ur)\b/;

/** What stands around the screens: the round button, the window with its head, tabs and notice. */
export type Frame = {
  node: HTMLElement;
  show(screen: Screen): void;
  title(text: string): void;
  toggle(isOpen: boolean): void;
  isOpen(): boolean;
  /** The dot on the button: something new was said. */
  badge(isOn: boolean): void;
  notice(message: string): void;
};

type FrameOptions = { isInline: boolean; open: () => void; close: () => void };

export function createFrame(panel: Panel, options: FrameOptions): Frame {
  const { isInline } = options;
  const { launcher, dot } = createLauncher(panel, options);
  const { dialog, title, back, notice, body, tabs } = createWindow(panel, options);
  let isShown = isInline;

  function toggle(isOpen: boolean): void {
    if (!(dialog instanceof HTMLDialogElement) || isOpen === isShown) return;
    isShown = isOpen;
    launcher.classList.toggle("away", isOpen);
    if (!isOpen) {
      dialog.close();
      return launcher.focus();
    }
    dot.hidden = true;
    // Over the whole of a phone the page behind must be out of reach; beside a page on a desk it must not.
    if (matchMedia("(max-width: 480px)").matches) dialog.showModal();
    else dialog.show();
  }

  const dir = RIGHT_TO_LEFT.test(panel.locale) ? "rtl" : "ltr";
  const root = { class: isInline ? "root inline" : "root", lang: panel.locale, dir };
  return {
    node: h("div", root, !isInline && launcher, dialog),
    toggle,
    isOpen: () => isShown,
    show(screen) {
      title.textContent = screen.title;
      dialog.dataset["screen"] = screen.name;
      back.hidden = screen.name !== "talk";
      tabs.mark(screen.name);
      notice.hidden = true;
      body.replaceChildren(screen.node);
    },
    title: (text) => (title.textContent = text),
    badge(isOn) {
      dot.hidden = !isOn;
    },
    notice(message) {
      notice.textContent = message;
      notice.hidden = message === "";
    },
  };
}

function createLauncher({ texts }: Panel, { open }: FrameOptions) {
  const dot = h("span", { class: "dot", hidden: true, role: "img", "aria-label": texts.news });
  const props = { "aria-label": texts.help, "aria-haspopup": "dialog", click: open };
  return { dot, launcher: h("button", { type: "button", class: "launcher", ...props }, icon("mark"), dot) };
}

function createWindow(panel: Panel, { isInline, close }: FrameOptions) {
  const { texts } = panel;
  const title = h("h1", { id: "title", dir: "auto" });
  const back = roundButton("back", texts.back, () => panel.home());
  const notice = h("p", { class: "notice", role: "alert", hidden: true });
  const body = h("div", { class: "body" });
  const tabs = createTabs(panel);
  const mark = h("span", { class: "mark" }, icon("mark"));
  const content = [
    h("header", {}, back, mark, title, !isInline && roundButton("close", texts.close, close)),
    notice,
    body,
    tabs.node,
  ];
  const props = { class: "window", "aria-labelledby": "title" };
  const dialog = isInline ? h("section", props, ...content) : h("dialog", { ...props, close }, ...content);
  dialog.addEventListener("keydown", (event) => {
    if (!(event instanceof KeyboardEvent) || event.key !== "Escape" || isInline) return;
    if (!isComposed(event)) close();
  });
  return { dialog, title, back, notice, body, tabs };
}

function createTabs(panel: Panel) {
  const { texts } = panel;
  const tab = (name: Screen["name"], picture: Icon, label: string, click: () => void): HTMLElement =>
    h("button", { type: "button", "data-tab": name, click }, icon(picture), h("span", {}, label));
  const node = h(
    "nav",
    { "aria-label": texts.help },
    tab("home", "home", texts.home, () => panel.home()),
    tab("chats", "list", texts.chats, () => panel.chats()),
    tab("write", "write", texts.write, () => panel.write()),
  );
  return {
    node,
    mark(name: Screen["name"]): void {
      for (const button of node.children) {
        if (button.getAttribute("data-tab") === name) button.setAttribute("aria-current", "page");
        else button.removeAttribute("aria-current");
      }
    },
  };
}

function roundButton(picture: Icon, label: string, click: () => void): HTMLElement {
  return h("button", { type: "button", class: "round quiet", "aria-label": label, click }, icon(picture));
}
