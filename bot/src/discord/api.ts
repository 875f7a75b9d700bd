import type {
  APIChannel,
  APIMessage,
  APIThreadChannel,
  REST,
  RESTGetAPIChannelMessagesQuery,
  RESTPatchAPIChannelJSONBody,
  RESTPatchAPIChannelMessageJSONBody,
  RESTPostAPIChannelMessageJSONBody,
  RESTPostAPIGuildForumThreadsJSONBody,
} from "discord.js";
import { Routes } from "discord.js";
import { toUpstreamError } from "./errors.ts";

/** The calls that the bot makes; each throws `UpstreamError` only. */
export type DiscordApi = ReturnType<typeof createApi>;

type Query = Record<string, string | number | undefined>;

/**
 * Discord documents what it answers; the type is the caller's reading of that page. Bytes come where a body is no JSON: an
 * answer without one has none, and more are a proxy's page.
 */
async function answerOf<Answer>(call: Promise<unknown>): Promise<Answer> {
  try {
    const answer = await call;
    if (answer instanceof ArrayBuffer && answer.byteLength > 0) throw new Error("The answer is no JSON.");
    return answer as Answer;
  } catch (cause) {
    throw toUpstreamError(cause);
  }
}

function toQuery(query: Query): URLSearchParams {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) parameters.set(name, String(value));
  }
  return parameters;
}

export function createApi(rest: REST) {
  const ownReaction = (channelId: string, messageId: string, emoji: string) =>
    Routes.channelMessageOwnReaction(channelId, messageId, encodeURIComponent(emoji));

  return {
    getChannel: (channelId: string) => answerOf<APIChannel>(rest.get(Routes.channel(channelId))),
    changeChannel: (channelId: string, body: RESTPatchAPIChannelJSONBody) =>
      answerOf<APIChannel>(rest.patch(Routes.channel(channelId), { body })),

    getMessage: (channelId: string, messageId: string) =>
      answerOf<APIMessage>(rest.get(Routes.channelMessage(channelId, messageId))),
    /** Newest first. */
    listMessages: (channelId: string, query: RESTGetAPIChannelMessagesQuery) =>
      answerOf<APIMessage[]>(rest.get(Routes.channelMessages(channelId), { query: toQuery({ ...query }) })),
    postMessage: (channelId: string, body: RESTPostAPIChannelMessageJSONBody) =>
      answerOf<APIMessage>(rest.post(Routes.channelMessages(channelId), { body })),
    editMessage: (channelId: string, messageId: string, body: RESTPatchAPIChannelMessageJSONBody) =>
      answerOf<APIMessage>(rest.patch(Routes.channelMessage(channelId, messageId), { body })),

    addReaction: (channelId: string, messageId: string, emoji: string) =>
      answerOf<void>(rest.put(ownReaction(channelId, messageId, emoji))),
    removeReaction: (channelId: string, messageId: string, emoji: string) =>
      answerOf<void>(rest.delete(ownReaction(channelId, messageId, emoji))),

    startThread: (channelId: string, messageId: string, name: string) =>
      answerOf<APIThreadChannel>(rest.post(Routes.threads(channelId, messageId), { body: { name } })),
    createPost: (forumId: string, body: RESTPostAPIGuildForumThreadsJSONBody) =>
      answerOf<APIThreadChannel>(rest.post(Routes.threads(forumId), { body })),
    addThreadMember: (threadId: string, userId: string) =>
      answerOf<void>(rest.put(Routes.threadMembers(threadId, userId))),

    openDirect: (userId: string) =>
      answerOf<APIChannel>(rest.post(Routes.userChannels(), { body: { recipient_id: userId } })),
  };
}
