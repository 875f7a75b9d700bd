import { renderItem } from "./panel-item.js";

const STATUS = {
  new: "Answering…",
  analyzing: "Answering…",
  ai_responding: "Answered",
  escalated: "With the team",
  resolved: "Answered",
  closed: "Closed",
};

/** Shows a conversation; knows nothing of the network. */
export function createView(panel, { onAction }) {
  const conversation = panel.querySelector(".conversation");
  const feed = panel.querySelector(".feed");
  const typing = panel.querySelector(".typing");
  const notice = panel.querySelector(".composer .notice");
  const textarea = panel.querySelector("textarea");
  const items = new Map();

  return {
    showTalk() {
      panel.dataset.state = "talk";
      conversation.hidden = false;
      textarea.placeholder = "Write a reply…";
    },
    showStart() {
      panel.dataset.state = "start";
      conversation.hidden = true;
      typing.hidden = true;
      textarea.placeholder = "Ask a question…";
      items.clear();
      feed.replaceChildren();
    },
    update({ conversation: state, items: changed }) {
      const wasAtEnd = isAtEnd();
      showState(state);
      for (const item of changed) place(item);
      if (changed.length > 0 && wasAtEnd) scrollToEnd();
    },
    notice(message) {
      notice.textContent = message;
      notice.hidden = message === "";
    },
    busy(isBusy) {
      for (const button of panel.querySelectorAll("button")) button.disabled = isBusy;
    },
  };

  function showState(state) {
    const status = conversation.querySelector(".status");
    const isDone = state.status === "resolved" || state.status === "closed";
    status.textContent = state.status === "resolved" && state.confirmed ? "Solved" : STATUS[state.status];
    status.className = `status ${isDone ? "done" : state.handledBy}`;
    conversation.querySelector(".subject").textContent = state.subject;
    typing.hidden = !(state.handledBy === "ai" && (state.status === "new" || state.status === "analyzing"));
  }

  /** A known key is a changed item and keeps its place. */
  function place(item) {
    const element = renderItem(item, onAction);
    const known = items.get(item.key);
    items.set(item.key, element);
    if (!known) return feed.append(element);
    element.classList.add("still");
    known.replaceWith(element);
  }
}

const isAtEnd = () => window.innerHeight + window.scrollY > document.body.scrollHeight - 200;

function scrollToEnd() {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  window.scrollTo({ top: document.body.scrollHeight, behavior: calm ? "auto" : "smooth" });
}
