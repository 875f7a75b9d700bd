import type { IncomingMessage, ServerResponse } from "node:http";
import { sendJson } from "./api.ts";
import { ApiError } from "./api-error.ts";
import { parseArgs } from "./args.ts";
import type { Core } from "./core.ts";
import { readText } from "./http-body.ts";
import { nextTs } from "./ids.ts";
import { isObject, type Json, parseJson } from "./json.ts";
import { addMessage, changeMessage, removeMessage } from "./messages.ts";
import { CONTENT_ARGS, readContent } from "./methods/content.ts";
import type { Channel, Ephemeral, Message, ResponseUrl } from "./types.ts";

const SPEC = {
  ...CONTENT_ARGS,
  response_type: "string",
  replace_original: "boolean",
  delete_original: "boolean",
  thread_ts: "string",
  metadata: "metadata",
  unfurl_links: "boolean",
  unfurl_media: "boolean",
  mrkdwn: "boolean",
} as const;

/** A post to a response_url: five uses in thirty minutes, then 404. */
export async function answerResponseUrl(
  core: Core,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = parseJson(await readText(request));
  try {
    const target = findTarget(core, path);
    if (!isObject(body)) throw new ApiError("invalid_payload");
    const { args, unknown } = parseArgs(SPEC, body);
    for (const name of unknown) core.workspace.reject("response_url", "unknown_argument", name);
    respond(core, target, args.values, () => readContent(core, args));
    target.usesLeft -= 1;
    record(core, body, { ok: true });
    response.writeHead(200, { "content-type": "text/html" }).end("ok");
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const answer = { ok: false, error: error.code, ...error.extra };
    record(core, isObject(body) ? body : {}, answer);
    core.workspace.reject("response_url", error.code, JSON.stringify(body)?.slice(0, 500) ?? "no JSON");
    sendJson(response, ["used_url", "expired_url", "not_found"].includes(error.code) ? 404 : 400, answer);
  }
}

function record({ workspace }: Core, args: Json, answer: Json): void {
  workspace.calls.push({
    method: "response_url",
    args,
    at: Date.now(),
    ok: answer["ok"] === true,
    response: answer,
  });
  workspace.changed();
}

function findTarget(core: Core, path: string): ResponseUrl {
  const target = core.workspace.responseUrls.get(path);
  if (!target) throw new ApiError("not_found");
  if (Date.now() > target.expiresAt) throw new ApiError("expired_url");
  if (target.usesLeft === 0) throw new ApiError("used_url");
  return target;
}

type Content = ReturnType<typeof readContent>;

function respond(core: Core, target: ResponseUrl, args: Json, read: () => Content): void {
  const channel = core.workspace.getChannel(target.channel);
  if (args["delete_original"] === true) return remove(core, channel, target);
  const content = read();
  if (args["replace_original"] === true) return replace(core, channel, target, content);
  postResponse(core, target, content, args["response_type"] === "in_channel", threadOf(target, args));
}

function threadOf(target: ResponseUrl, args: Json): string | undefined {
  return typeof args["thread_ts"] === "string" ? args["thread_ts"] : target.threadTs;
}

/** What an app says in answer to a person: for their eyes only, or in the channel. */
export function postResponse(
  core: Core,
  target: ResponseUrl,
  content: Content,
  isPublic: boolean,
  threadTs?: string,
): void {
  const { workspace } = core;
  const thread = threadTs === undefined ? {} : { threadTs };
  if (isPublic) {
    const author = { user: workspace.botUserId, botId: workspace.botId, appId: workspace.appId };
    addMessage(core, workspace.getChannel(target.channel), { ...content, ...author, ...thread });
    return;
  }
  const { text, blocks } = content;
  workspace.ephemerals.push({
    ts: nextTs(),
    channel: target.channel,
    user: target.userId,
    text,
    blocks,
    ...thread,
  });
  workspace.changed();
}

function remove(core: Core, channel: Channel, target: ResponseUrl): void {
  if (!target.isEphemeral) return removeMessage(core, channel, findMessage(core, target));
  const { ephemerals } = core.workspace;
  ephemerals.splice(ephemerals.indexOf(findEphemeral(core, target)), 1);
}

function replace(core: Core, channel: Channel, target: ResponseUrl, content: Content): void {
  if (!target.isEphemeral) {
    changeMessage(core, channel, findMessage(core, target), { ...content, editor: core.workspace.botUserId });
    return;
  }
  Object.assign(findEphemeral(core, target), { text: content.text, blocks: content.blocks });
}

function findEphemeral(core: Core, target: ResponseUrl): Ephemeral {
  const ephemeral = core.workspace.ephemerals.find(({ ts }) => ts === target.messageTs);
  if (!ephemeral) throw new ApiError("message_not_found");
  return ephemeral;
}

function findMessage(core: Core, target: ResponseUrl): Message {
  const message = core.workspace.findMessage(target.channel, target.messageTs ?? "");
  if (!message) throw new ApiError("message_not_found");
  return message;
}
