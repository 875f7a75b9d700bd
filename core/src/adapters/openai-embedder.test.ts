import { createServer, type Server } from "node:http";
import { afterEach, expect, test } from "vitest";
import { UpstreamError } from "../errors.ts";
import { createOpenAiEmbedder } from "./openai-embedder.ts";

const servers: Server[] = [];

afterEach(() => servers.splice(0).forEach((server) => server.close()));

/** Two texts, embedded by a server that answers `body`, whatever it is asked. */
async function embedTwo(body: unknown, type = "application/json"): Promise<number[][]> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const server = createServer((_request, response) =>
    response.writeHead(200, { "content-type": type }).end(text),
  );
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const baseUrl = typeof address === "object" && address ? `http://127.0.0.1:${address.port}/v1` : "";
  return createOpenAiEmbedder({ apiKey: "k", baseUrl, model: "m", dimensions: 2 }).embed(
    ["a", "b"],
    "document",
  );
}

const first = { object: "embedding", index: 0, embedding: [3, 4] };
const second = { object: "embedding", index: 1, embedding: [0, 2] };

test.each([
  ["in another order", [second, first]],
  ["without numbers of their places", [{ embedding: [3, 4] }, { embedding: [0, 2] }]],
])("vectors %s come back in that of the texts", async (_how, data) => {
  expect(await embedTwo({ object: "list", data })).toEqual([
    [0.6, 0.8],
    [0, 1],
  ]);
});

test.each<[string, unknown, string?]>([
  ["a page", "<html>Log in</html>", "text/html"],
  ["an error with status 200", { error: { message: "model is loading" } }],
  ["no list", { object: "list" }],
  ["no vector", { data: [first, { index: 1, embedding: null }] }],
  ["vectors of nothing", { data: [first, { index: 1, embedding: [null, 1] }] }],
  ["bytes that nobody asked for", { data: [first, { index: 1, embedding: "AACAPwAAAAA=" }] }],
])("%s instead of vectors is an error of the server, and worth another try", async (_what, body, type) => {
  const embedding = embedTwo(body, type);

  await expect(embedding).rejects.toThrow(UpstreamError);
  await expect(embedding).rejects.toMatchObject({
    retryable: true,
    message: "The embedding server answered something else than vectors.",
  });
});
