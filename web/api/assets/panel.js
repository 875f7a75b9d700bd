import { createConversation, loadKept } from "./panel-api.js";
import { followEvents } from "./panel-stream.js";
import { createView } from "./panel-view.js";

const panel = document.getElementById("panel");
const composer = panel.querySelector(".composer");
const textarea = composer.elements.namedItem("text");
const view = createView(panel, { onAction: takeAction });

let conversation = null;
let stopFollowing = () => {};
/** The same words sent again after a failure are the same message. */
let draft = { text: "", key: "" };

const kept = loadKept();
if (kept) open(kept);
else if (matchMedia("(hover: hover)").matches) textarea.focus({ preventScroll: true });

composer.addEventListener("submit", (event) => {
  event.preventDefault();
  void send();
});
textarea.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  composer.requestSubmit();
});
panel.querySelector("[data-new]").addEventListener("click", startOver);

async function send() {
  const text = textarea.value.trim();
  if (text === "" || composer.dataset.busy) return;
  if (draft.text !== text) draft = { text, key: newKey() };
  await whileBusy(async () => {
    if (conversation) await conversation.say(text, draft.key);
    else open(await createConversation(text, draft.key));
    draft = { text: "", key: "" };
    textarea.value = "";
  });
  textarea.focus({ preventScroll: true });
}

function open(opened) {
  conversation = opened;
  view.showTalk();
  stopFollowing = followEvents(opened, {
    onFeed: (feed) => view.update(feed),
    onGone: startOver,
    onTrouble: (message) => view.notice(message),
  });
}

function startOver() {
  stopFollowing();
  conversation?.forget();
  conversation = null;
  view.showStart();
  textarea.focus();
}

async function takeAction(button) {
  await whileBusy(async () => {
    await conversation.act(button.action, button.value);
  });
}

async function whileBusy(work) {
  composer.dataset.busy = "yes";
  view.busy(true);
  view.notice("");
  try {
    await work();
  } catch (error) {
    view.notice(error.message);
  } finally {
    delete composer.dataset.busy;
    view.busy(false);
  }
}

/** crypto.randomUUID is there on secure pages only; on a plain address of the local network this does the same. */
function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
