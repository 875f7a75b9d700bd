import { refuse } from "../errors.ts";
import { invalidForm } from "../issues.ts";
import type { Call, Route } from "../http/call.ts";
import { bodyObject, ok, openRoute, param, route } from "../http/call.ts";
import type { JsonObject } from "../json.ts";
import { textOr } from "../json.ts";
import { applicationFlags } from "../gateway/payloads.ts";
import type { Realm } from "../realm.ts";
import { toWireChannel } from "../wire/channels.ts";
import { toWireOwnGuild, toWireSelf, toWireUser } from "../wire/people.ts";

function openDm(realm: Realm, call: Call): JsonObject {
  const recipient = textOr(bodyObject(call)["recipient_id"], null);
  if (recipient === null) throw invalidForm(["recipient_id"], "BASE_TYPE_REQUIRED", "This field is required");
  if (!realm.world.users.has(recipient) || recipient === realm.world.bot.id)
    throw refuse("invalidRecipients");
  return toWireChannel(realm.world, realm.world.dmWith(recipient));
}

function application(realm: Realm): JsonObject {
  const { world } = realm;
  const [home] = world.guilds.values();
  const owner = home ? world.user(home.ownerId) : world.bot;
  return {
    id: world.applicationId,
    name: "Firstline",
    icon: null,
    description: "",
    summary: "",
    type: null,
    hook: true,
    bot_public: true,
    bot_require_code_grant: false,
    verify_key: "0".repeat(64),
    flags: applicationFlags(realm.intents),
    flags_new: String(applicationFlags(realm.intents)),
    redirect_uris: [],
    interactions_endpoint_url: null,
    role_connections_verification_url: null,
    owner: toWireUser(owner),
    eligible_oauth2_scopes: ["bot", "applications.commands"],
    approximate_guild_count: world.guilds.size,
    approximate_user_install_count: 0,
    approximate_user_authorization_count: 0,
    explicit_content_filter: 0,
    team: null,
    bot: toWireUser(world.bot),
    event_webhooks_status: 1,
    integration_types_config: {},
    is_monetized: false,
    is_verified: false,
    is_discoverable: false,
    max_participants: null,
    tags: [],
  };
}

export const userRoutes: readonly Route[] = [
  openRoute("GET", "/gateway", (realm) => ok({ url: realm.gatewayUrl() })),
  route("GET", "/gateway/bot", (realm) =>
    ok({
      url: realm.gatewayUrl(),
      shards: 1,
      session_start_limit: {
        total: 1000,
        remaining: Math.max(0, 1000 - realm.identified()),
        reset_after: 86_400_000,
        max_concurrency: 1,
      },
    }),
  ),
  route("GET", "/users/@me", (realm) => ok(toWireSelf(realm.world.bot))),
  route("GET", "/users/@me/guilds", (realm) =>
    ok(realm.world.guildsOf(realm.world.bot.id).map((guild) => toWireOwnGuild(guild, realm.world.bot.id))),
  ),
  route("POST", "/users/@me/channels", (realm, call) => ok(openDm(realm, call))),
  route("GET", "/users/:user_id", (realm, call) => ok(toWireUser(realm.world.user(param(call, "user_id"))))),
  route("GET", "/applications/@me", (realm) => ok(application(realm))),
  route("GET", "/oauth2/applications/@me", (realm) => ok(application(realm))),
];
