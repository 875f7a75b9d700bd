/**
 * Follows a conversation's server-sent events with fetch, because EventSource cannot send the token. After a break it
 * goes on from the last event. Answers how to stop.
 */
export function followEvents(conversation, { onFeed, onGone, onTrouble }) {
  const stopped = new AbortController();
  void follow();
  return () => stopped.abort();

  async function follow() {
    let lastId = "";
    let failures = 0;
    while (!stopped.signal.aborted) {
      try {
        const response = await connect(conversation, lastId, stopped.signal);
        if (response.status === 404 || response.status === 401) return onGone();
        if (!response.ok) throw new Error(`status ${response.status}`);
        if (failures > 1) onTrouble("");
        failures = 0;
        for await (const event of readEvents(response.body)) {
          if (event.id) lastId = event.id;
          if (event.type === "feed") onFeed(JSON.parse(event.data));
        }
      } catch {
        // A broken connection is ordinary here; the next try goes on from the last event.
        if (stopped.signal.aborted) return;
        failures += 1;
        if (failures === 3) onTrouble("Connection lost. Trying again…");
      }
      await pause(Math.min(15_000, 500 * 2 ** failures));
    }
  }
}

function connect({ url, token }, lastId, signal) {
  const headers = { Authorization: `Bearer ${token}`, Accept: "text/event-stream" };
  if (lastId) headers["Last-Event-ID"] = lastId;
  return fetch(`${url}/events`, { headers, signal, cache: "no-store" });
}

async function* readEvents(body) {
  let rest = "";
  for await (const text of chunks(body)) {
    const blocks = (rest + text).split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) yield toEvent(block);
  }
}

/** Not every browser can iterate a stream. */
async function* chunks(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}

function toEvent(block) {
  const event = { type: "message", id: "", data: "" };
  for (const line of block.split("\n")) {
    const [, field, value] = /^(event|id|data): ?(.*)$/.exec(line) ?? [];
    if (field === "event") event.type = value;
    if (field === "id") event.id = value;
    if (field === "data") event.data += (event.data === "" ? "" : "\n") + value;
  }
  return event;
}

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
