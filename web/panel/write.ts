import { createDraftKey, h } from "./dom.ts";
import { createAttachments } from "./files.ts";
import { carefully } from "./panel.ts";
import type { Panel, Screen } from "./panel.ts";

const KINDS = ["general", "bug", "feature", "billing", "cancellation"] as const;

/** The ticket form. */
export function writeScreen(panel: Panel, text: string): Screen {
  const { texts } = panel;
  const kind = h(
    "select",
    { name: "type" },
    ...KINDS.map((name) => h("option", { value: name }, texts[name])),
  );
  const subject = h("input", {
    name: "subject",
    maxlength: 200,
    required: true,
    dir: "auto",
    autocomplete: "off",
  });
  const words = h("textarea", { name: "text", rows: 5, maxlength: 40_000, required: true, dir: "auto" });
  const email = h("input", {
    name: "email",
    type: "email",
    maxlength: 254,
    autocomplete: "email",
    dir: "ltr",
  });
  words.value = text;
  const attached = createAttachments(panel, words);
  const key = createDraftKey();
  const submit = carefully(panel, async () => {
    const missing = [subject, words].find((field) => field.value.trim() === "");
    if (missing) {
      missing.focus();
      return panel.complain(texts.required);
    }
    if (!email.checkValidity()) return void email.reportValidity();
    const ticket = {
      text: words.value.trim(),
      subject: subject.value.trim(),
      type: kind.value,
      email: email.value.trim(),
      files: await attached.ids(),
    };
    const { conversation, token } = await panel.api.open(ticket, key.of(ticket));
    panel.kept.keep(panel.isIdentified ? { id: conversation.id } : { id: conversation.id, token });
    panel.talk(conversation.id);
  });
  const node = h(
    "form",
    { class: "screen form", submit, novalidate: true },
    h("p", { class: "fine" }, texts.writeIntro),
    field(texts.kind, kind),
    field(texts.subject, subject),
    field(texts.description, words),
    !panel.isIdentified && field(texts.email, email),
    h("div", { class: "attach" }, attached.button, h("span", { class: "fine" }, texts.files)),
    attached.list,
    h("button", { class: "button primary wide" }, texts.send),
  );
  return { name: "write", title: texts.write, node, focus: subject };
}

function field(label: string, control: HTMLElement): HTMLElement {
  return h("label", { class: "field" }, h("span", {}, label), control);
}
