export type StreamEvent = { type: string; id: string; data: string };

/** The server-sent events of a response to fetch: EventSource sends neither tokens nor bodies. */
export async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<StreamEvent> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const blocks = (rest + decoder.decode(value, { stream: true })).split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) yield toEvent(block);
  }
}

function toEvent(block: string): StreamEvent {
  const event: StreamEvent = { type: "message", id: "", data: "" };
  for (const line of block.split("\n")) {
    const [, field, value = ""] = /^(event|id|data): ?(.*)$/.exec(line) ?? [];
    if (field === "event") event.type = value;
    if (field === "id") event.id = value;
    if (field === "data") event.data += (event.data && "\n") + value;
  }
  return event;
}
