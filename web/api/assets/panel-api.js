const KEPT = "firstline conversation";

/** Opens a conversation with its first message. */
export async function createConversation(text, key) {
  const { conversation, token } = await call("/api/panel/conversations", { body: { text }, key });
  const kept = { id: conversation.id, token };
  keep(kept);
  return toConversation(kept);
}

/** The conversation that this browser was in; null when there is none. */
export function loadKept() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT) ?? "null");
    return kept?.id && kept?.token ? toConversation(kept) : null;
  } catch {
    return null;
  }
}

/** Browsers may refuse storage; the conversation then lasts as long as the page. */
function keep(kept) {
  try {
    if (kept) localStorage.setItem(KEPT, JSON.stringify(kept));
    else localStorage.removeItem(KEPT);
  } catch {
    // Nothing to mend: without storage the conversation is found again by nobody, as the visitor's browser wants it.
  }
}

function toConversation({ id, token }) {
  const url = `/api/panel/conversations/${encodeURIComponent(id)}`;
  return {
    url,
    token,
    say: (text, key) => call(`${url}/messages`, { body: { text }, key, token }),
    act: (action, value) => call(`${url}/actions`, { body: { action, value }, token }),
    forget: () => keep(null),
  };
}

async function call(url, { body, key, token }) {
  const headers = { "Content-Type": "application/json" };
  if (key) headers["Idempotency-Key"] = key;
  if (token) headers["Authorization"] = `Bearer ${token}`;
  let response;
  try {
    response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  } catch {
    throw new Error("No connection. Your text is still here: try again in a moment.");
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.detail ?? "That did not work. Please try again.");
  return answer;
}
