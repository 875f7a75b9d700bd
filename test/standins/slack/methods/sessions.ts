import { withMessages } from "../api-error.ts";
import type { Args } from "../args.ts";
import type { Core } from "../core.ts";
import type { Json } from "../json.ts";
import { checkStatus } from "./chat-stream.ts";
import { enterChannel, type MethodTable } from "./method.ts";

const AUTHOR_ARGS = { icon_emoji: "string", icon_url: "string", username: "string" } as const;

/** The agent's state in a thread: what it is doing, and whose turn it is. */
export const sessionMethods: MethodTable = {
  "agents.sessions.setStatus": {
    token: "bot",
    scopes: ["chat:write"],
    args: {
      "channel_id!": "string",
      "status!": "string",
      thread_ts: "string",
      title: "string",
      initiator_user_id: "string",
      ...AUTHOR_ARGS,
    },
    run(core, args) {
      checkStatus(args.text("status"));
      return setSession(core, args, { status: args.text("status") });
    },
  },
  "agents.sessions.rename": {
    token: "bot",
    scopes: ["chat:write"],
    args: { "channel_id!": "string", "title!": "string", thread_ts: "string" },
    run: (core, args) => setSession(core, args, { title: args.text("title") }),
  },
  "assistant.threads.setStatus": {
    token: "bot",
    scopes: ["assistant:write", "chat:write"],
    args: {
      "channel_id!": "string",
      status: "string",
      "thread_ts!": "string",
      loading_messages: "list",
      ...AUTHOR_ARGS,
    },
    run(core, args) {
      checkThread(core, args);
      if ((args.list("loading_messages")?.length ?? 0) > 10) {
        throw withMessages("invalid_arguments", [
          "no more than 10 items allowed [json-pointer:/loading_messages]",
        ]);
      }
      core.workspace.statuses.push({ ...args.values });
      return {};
    },
  },
  "assistant.threads.setTitle": {
    token: "bot",
    scopes: ["assistant:write"],
    args: { "channel_id!": "string", "thread_ts!": "string", "title!": "string" },
    run(core, args) {
      checkThread(core, args);
      return {};
    },
  },
  "assistant.threads.setSuggestedPrompts": {
    token: "bot",
    scopes: ["assistant:write"],
    args: { "channel_id!": "string", thread_ts: "string", title: "string", "prompts!": "list" },
    run(core, args) {
      checkThread(core, args);
      if ((args.list("prompts")?.length ?? 0) > 4) {
        throw withMessages("invalid_arguments", ["no more than 4 items allowed [json-pointer:/prompts]"]);
      }
      core.workspace.statuses.push({ ...args.values });
      return {};
    },
  },
};

function checkThread(core: Core, args: Args): void {
  const channel = enterChannel(core, args.text("channel_id"));
  const threadTs = args.find("thread_ts");
  if (threadTs !== undefined && !core.workspace.findMessage(channel.id, threadTs)) {
    throw withMessages("invalid_arguments", ["thread not found [json-pointer:/thread_ts]"]);
  }
}

function setSession(core: Core, args: Args, change: Json): Json {
  checkThread(core, args);
  const threadTs = args.find("thread_ts");
  if (threadTs === undefined) throw withMessages("invalid_arguments", ["missing required field: thread_ts"]);
  const title = args.find("title");
  if ((title?.length ?? 0) > 200)
    throw withMessages("invalid_arguments", ["must be less than 201 characters [json-pointer:/title]"]);
  const key = `${args.text("channel_id")}:${threadTs}`;
  const session = {
    status: "active",
    ...(title ? { title } : {}),
    ...core.workspace.sessions.get(key),
    ...change,
  };
  core.workspace.sessions.set(key, session);
  core.workspace.changed();
  return { ...session, agent_status: session.status };
}
