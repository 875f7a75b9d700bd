import { ApiError } from "../api-error.ts";
import { chatMethods } from "./chat.ts";
import { streamMethods } from "./chat-stream.ts";
import { conversationMethods } from "./conversations.ts";
import { historyMethods } from "./history.ts";
import type { MethodTable } from "./method.ts";
import { peopleMethods } from "./people.ts";
import { reactionMethods } from "./reactions.ts";
import { sessionMethods } from "./sessions.ts";
import { viewMethods } from "./views.ts";

const accountMethods: MethodTable = {
  "api.test": { token: "any", args: { error: "string" }, run: (_core, args) => ({ args: args.values }) },
  "auth.test": {
    token: "bot",
    args: {},
    run: ({ workspace }) => ({
      url: `https://${workspace.domain}.slack.com/`,
      team: "Firstline Test",
      user: workspace.botName,
      team_id: workspace.teamId,
      user_id: workspace.botUserId,
      bot_id: workspace.botId,
      is_enterprise_install: false,
    }),
  },
  "apps.connections.open": {
    token: "app",
    args: {},
    run(core) {
      if (core.settings.mode !== "socket") throw new ApiError("forbidden_team");
      return { url: core.openSocketUrl() };
    },
  },
};

export const METHODS: MethodTable = {
  ...accountMethods,
  ...chatMethods,
  ...streamMethods,
  ...conversationMethods,
  ...historyMethods,
  ...peopleMethods,
  ...reactionMethods,
  ...sessionMethods,
  ...viewMethods,
};
