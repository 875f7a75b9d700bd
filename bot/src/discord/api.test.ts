import { createServer, type Server } from "node:http";
import { UpstreamError } from "@firstline/core";
import { REST } from "discord.js";
import { afterEach, expect, test } from "vitest";
import { createApi, type DiscordApi } from "./api.ts";

const servers: Server[] = [];

afterEach(() => servers.splice(0).forEach((server) => server.close()));

async function apiThatAnswers(status: number, type: string, body: string): Promise<DiscordApi> {
  const server = createServer((_request, response) =>
    response.writeHead(status, { "content-type": type }).end(body),
  );
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const api = typeof address === "object" && address ? `http://127.0.0.1:${address.port}` : "";
  return createApi(new REST({ api, version: "10", retries: 0 }).setToken("token"));
}

test("a proxy's page is no posted message, and worth another try", async () => {
  const api = await apiThatAnswers(200, "text/html", "<html>Sign in to the network</html>");

  const posting = api.postMessage("1", { content: "Hi" });

  await expect(posting).rejects.toThrow(UpstreamError);
  await expect(posting).rejects.toMatchObject({ retryable: true });
});

test("an answer without a body is what some calls get", async () => {
  const api = await apiThatAnswers(204, "text/plain", "");

  await expect(api.addReaction("1", "2", "x")).resolves.toBeDefined();
});
