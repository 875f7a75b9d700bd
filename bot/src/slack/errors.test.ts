import { createServer, type Server } from "node:http";
import { WebClient } from "@slack/web-api";
import { afterEach, expect, test } from "vitest";
import { toUpstreamError } from "./errors.ts";

const servers: Server[] = [];

afterEach(() => servers.splice(0).forEach((server) => server.close()));

/** What a post comes to when the address of Slack answers so. */
async function failureOf(status: number, body: string): Promise<ReturnType<typeof toUpstreamError>> {
  const server = createServer((_request, response) => response.writeHead(status).end(body));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const slackApiUrl = typeof address === "object" && address ? `http://127.0.0.1:${address.port}/` : "";
  const client = new WebClient("xoxb-1", { slackApiUrl, retryConfig: { retries: 0 } });
  const posting = client.chat.postMessage({ channel: "C1", text: "Hi" });
  return posting.then(
    () => expect.fail("it was posted"),
    (error: unknown) => toUpstreamError(error, { channelId: "C1" }),
  );
}

test.each([
  ["a proxy's page", "<html><body>Sign in to the network</body></html>"],
  ["a body that broke off", '{"ok":true,"channel":"C1","ts":"17'],
  ["nothing", ""],
])("%s instead of Slack's answer is worth another try", async (_what, body) => {
  expect(await failureOf(200, body)).toMatchObject({
    retryable: true,
    message: "Slack gave no answer of its own.",
  });
});

test.each([
  ["not_in_channel", false, "I'm not in <#C1>. Invite the bot there with /invite."],
  ["ratelimited", true, "Slack is busy."],
  ["brand_new_error", false, "Slack refused the call (brand_new_error)."],
])("the error %s is worth another try: %s", async (error, retryable, message) => {
  expect(await failureOf(200, JSON.stringify({ ok: false, error }))).toMatchObject({ retryable, message });
});
