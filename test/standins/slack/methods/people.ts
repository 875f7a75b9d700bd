import { ApiError } from "../api-error.ts";
import type { Core } from "../core.ts";
import type { Json } from "../json.ts";
import { iconUrls, toWireUser } from "../wire.ts";
import type { MethodTable } from "./method.ts";
import { PAGE_ARGS, takePage } from "./paging.ts";

export const peopleMethods: MethodTable = {
  "users.info": {
    token: "bot",
    scopes: ["users:read"],
    args: { "user!": "string", include_locale: "boolean" },
    run(core, args) {
      const user = core.workspace.users.get(args.text("user"));
      if (!user) throw new ApiError("user_not_found");
      return { user: toWireUser(core.workspace, user, showsEmail(core)) };
    },
  },
  "users.list": {
    token: "bot",
    scopes: ["users:read"],
    args: { ...PAGE_ARGS, include_locale: "boolean" },
    run(core, args) {
      const page = takePage([...core.workspace.users.values()], args, { normal: 1000, max: 1000 });
      const members = page.items.map((user) => toWireUser(core.workspace, user, showsEmail(core)));
      return { members, cache_ts: Math.floor(Date.now() / 1000), response_metadata: page.metadata };
    },
  },
  "users.lookupByEmail": {
    token: "bot",
    scopes: ["users:read.email"],
    args: { "email!": "string" },
    run(core, args) {
      const user = [...core.workspace.users.values()].find(
        ({ email, isBot }) => !isBot && email === args.text("email"),
      );
      if (!user) throw new ApiError("users_not_found");
      return { user: toWireUser(core.workspace, user, true) };
    },
  },
  "bots.info": {
    token: "bot",
    scopes: ["users:read"],
    args: { bot: "string" },
    run({ workspace }, args) {
      if ((args.find("bot") ?? workspace.botId) !== workspace.botId) throw new ApiError("bot_not_found");
      const { botId, appId, botUserId, botName } = workspace;
      const bot = {
        id: botId,
        deleted: false,
        name: botName,
        updated: 1_700_000_000,
        app_id: appId,
        user_id: botUserId,
      };
      return { bot: { ...bot, icons: iconUrls(botId) } };
    },
  },
  "team.info": {
    token: "bot",
    scopes: ["team:read"],
    args: { team: "string", domain: "string" },
    run: (core) => ({ team: toTeam(core) }),
  },
  "files.info": {
    token: "bot",
    scopes: ["files:read"],
    args: { ...PAGE_ARGS, "file!": "string", count: "number", page: "number" },
    run(core, args) {
      const file = core.workspace.files.get(args.text("file"));
      if (!file) throw new ApiError("file_not_found");
      return { file: file.wire, comments: [], response_metadata: { next_cursor: "" } };
    },
  },
};

function showsEmail(core: Core): boolean {
  return core.settings.scopes.includes("users:read.email");
}

function toTeam({ workspace }: Core): Json {
  return {
    id: workspace.teamId,
    name: "Firstline Test",
    url: `https://${workspace.domain}.slack.com/`,
    domain: workspace.domain,
    email_domain: "",
    icon: { ...iconUrls(workspace.teamId), image_default: true },
    avatar_base_url: "https://ca.slack-edge.com/",
    is_verified: false,
  };
}
