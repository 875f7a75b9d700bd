import { createDraftKey, h, icon, isComposed } from "./dom.ts";
import { createAttachments } from "./files.ts";
import { carefully } from "./panel.ts";
import type { Panel } from "./panel.ts";

export type Composer = { node: HTMLFormElement; input: HTMLTextAreaElement };

type ComposerOptions = {
  label: string;
  withFiles: boolean;
  /** Sends; what fails leaves the text where it is. */
  send: (text: string, files: string[], key: string) => Promise<void>;
};

/** The place to write: Enter sends, Shift and Enter makes a new line. The same words and files sent again are the same message. */
export function createComposer(panel: Panel, { label, withFiles, send }: ComposerOptions): Composer {
  const input = h("textarea", {
    name: "text",
    rows: 1,
    maxlength: 40_000,
    placeholder: label,
    "aria-label": label,
    dir: "auto",
  });
  const attached = withFiles ? createAttachments(panel, input) : null;
  const key = createDraftKey();
  const submit = carefully(panel, async () => {
    const typed = input.value;
    const text = typed.trim();
    if (text === "") return input.focus();
    node.classList.add("busy");
    try {
      const files = (await attached?.ids()) ?? [];
      await send(text, files, key.of({ text, files }));
    } finally {
      node.classList.remove("busy");
    }
    key.done();
    // What was typed meanwhile is the beginning of the next message.
    if (input.value.startsWith(typed)) input.value = input.value.slice(typed.length).trimStart();
    grow();
    attached?.clear();
  });
  const grow = (): void => {
    // Where the browser does not size the field by what is in it.
    input.rows = Math.min(6, input.value.split("\n").length);
  };
  input.addEventListener("input", grow);
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || isComposed(event)) return;
    event.preventDefault();
    node.requestSubmit();
  });
  const node = h(
    "form",
    { class: "composer", submit },
    attached?.list,
    attached?.button,
    input,
    h("button", { class: "round primary", "aria-label": panel.texts.send }, icon("send")),
  );
  return { node, input };
}
