/** Keeps the live parts of a console page current, and makes its forms a little kinder. */
const RETRY_MS = 15_000;

const live = document.querySelector("[data-live]");
if (live) follow(live.dataset.live);

/** The browser itself comes back after a lost connection, but not after an answer such as 401 or 502: that is said. */
function follow(address) {
  const events = new EventSource(address);
  events.addEventListener("parts", (event) => {
    for (const [id, html] of Object.entries(JSON.parse(event.data))) replacePart(id, html);
  });
  events.addEventListener("open", () => document.getElementById("stale").replaceChildren());
  events.addEventListener("error", () => {
    if (events.readyState !== EventSource.CLOSED) return;
    sayStale();
    setTimeout(() => follow(address), RETRY_MS);
  });
}

function sayStale() {
  const place = document.getElementById("stale");
  if (place.hasChildNodes()) return;
  const reload = document.createElement("a");
  reload.href = location.href;
  reload.textContent = "Load it again";
  place.append(
    "This page is no longer up to date: the server does not answer, or you were signed out. ",
    reload,
  );
}

/** A part in which somebody works right now is left alone until they are done. */
function replacePart(id, html) {
  const part = document.getElementById(id);
  if (!part) return;
  if (!part.contains(document.activeElement)) {
    part.innerHTML = html;
    return;
  }
  // Where the focus goes is known a moment later; it may stay within the part.
  part.addEventListener("focusout", () => setTimeout(() => replacePart(id, html)), { once: true });
}

for (const form of document.querySelectorAll("[data-submit-on-change]")) {
  form.querySelector("button").hidden = true;
  form.addEventListener("change", () => form.requestSubmit());
}

/** Ctrl or Cmd and Enter sends; what was typed is kept until it has been taken in, which the server answers with a redirect. */
const reply = document.querySelector("[data-reply]");
if (reply) {
  const text = reply.elements.namedItem("text");
  const draft = `firstline draft ${location.pathname}`;
  const sending = `firstline sending ${location.pathname}`;
  const [visit] = performance.getEntriesByType("navigation");
  if (sessionStorage.getItem(sending) !== null && visit?.redirectCount > 0) sessionStorage.removeItem(draft);
  sessionStorage.removeItem(sending);
  text.value = sessionStorage.getItem(draft) ?? "";
  text.addEventListener("input", () => sessionStorage.setItem(draft, text.value));
  reply.addEventListener("submit", () => sessionStorage.setItem(sending, ""));
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey))
      reply.querySelector('[value="reply"]').click();
  });
}
