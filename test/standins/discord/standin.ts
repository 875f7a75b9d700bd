import { randomBytes } from "node:crypto";
import type { Server } from "node:http";
import { createServer } from "node:http";
import type { FaultApi } from "./acting/faults.ts";
import { faultApi } from "./acting/faults.ts";
import type { LookApi } from "./acting/look.ts";
import { lookApi } from "./acting/look.ts";
import type { PeopleApi } from "./acting/people.ts";
import { peopleApi } from "./acting/people.ts";
import type { WorldApi } from "./acting/world.ts";
import { worldApi } from "./acting/world.ts";
import { Gateway } from "./gateway/gateway.ts";
import { Faults } from "./http/faults.ts";
import type { RateLimitMode } from "./http/rate-limits.ts";
import { RateLimits } from "./http/rate-limits.ts";
import { Router } from "./http/router.ts";
import type { ServerParts } from "./http/server.ts";
import { answerRequest } from "./http/server.ts";
import type { InteractApi } from "./interactions/api.ts";
import { interactApi } from "./interactions/api.ts";
import { Interactions } from "./interactions/registry.ts";
import type { AllowedIntents, Realm } from "./realm.ts";
import { Records } from "./records.ts";
import { routes } from "./rest/routes.ts";
import { CommandStore } from "./state/commands.ts";
import { World } from "./state/world.ts";
import { prepareDocument } from "./validate/openapi.ts";

export interface DiscordOptions {
  /** A fixed port; without one any that is free. */
  readonly port?: number;
  /** Which privileged intents are switched on for the application; message content and members unless said. */
  readonly intents?: Partial<AllowedIntents>;
  /** What the bot's role may do in the first guild. */
  readonly botPermissions?: bigint;
  readonly rateLimits?: RateLimitMode;
  readonly heartbeatMs?: number;
  readonly identifyEveryMs?: number;
  /** Holds the stand-in's own answers against Discord's document too. */
  readonly checksAnswers?: boolean;
}

export interface DiscordStandin extends WorldApi, PeopleApi, InteractApi, FaultApi, LookApi {
  readonly url: string;
  /** What goes into discord.js as `rest.api`. */
  readonly apiUrl: string;
  readonly token: string;
  readonly applicationId: string;
  readonly botUserId: string;
  readonly guildId: string;
  /** Clients that are identified or resumed right now. */
  readonly connected: number;
  /** Stops listening and starts again on the same port: what is in the world stays. */
  restart(options?: { keepSessions?: boolean; downMs?: number }): Promise<void>;
  stop(): Promise<void>;
}

/** A Discord of one's own on the loopback, which refuses what the real one refuses. */
export async function startDiscord(options: DiscordOptions = {}): Promise<DiscordStandin> {
  const token = newToken();
  let port = options.port ?? 0;
  const { realm, gateway } = makeRealm(options, token, () => `ws://127.0.0.1:${port}`);
  const guild = realm.world.addGuild("Community", options.botPermissions);
  const parts: ServerParts = {
    realm,
    router: new Router(routes),
    rateLimits: new RateLimits(options.rateLimits ?? "generous"),
    checksAnswers: options.checksAnswers ?? false,
  };
  prepareDocument();
  let server = serve(parts, gateway);
  port = await listen(server, port);

  const stop = async (keepSessions: boolean): Promise<void> => {
    gateway.drop(keepSessions);
    const closed = new Promise((resolve) => {
      server.close(resolve);
    });
    server.closeAllConnections();
    await closed;
  };
  const standin = {
    ...worldApi(realm, guild.id),
    ...peopleApi(realm),
    ...interactApi(realm),
    ...faultApi(realm, gateway),
    ...lookApi(realm),
    url: `http://127.0.0.1:${port}`,
    apiUrl: `http://127.0.0.1:${port}/api`,
    token,
    applicationId: realm.world.applicationId,
    botUserId: realm.world.bot.id,
    guildId: guild.id,
    get connected() {
      return gateway.connected;
    },
    restart: async (how: { keepSessions?: boolean; downMs?: number } = {}) => {
      await stop(how.keepSessions ?? false);
      await new Promise((resolve) => {
        setTimeout(resolve, how.downMs ?? 0);
      });
      server = serve(parts, gateway);
      await listen(server, port);
    },
    stop: async () => stop(false),
  };
  return standin;
}

/** Three parts, the first of which would be the bot's id in the real thing. */
function newToken(): string {
  return [18, 4, 28].map((length) => randomBytes(length).toString("base64url")).join(".");
}

function makeRealm(
  options: DiscordOptions,
  token: string,
  gatewayUrl: () => string,
): { realm: Realm; gateway: Gateway } {
  const records = new Records();
  const world = new World();
  const gateway: Gateway = new Gateway(() => realm, {
    heartbeatMs: options.heartbeatMs ?? 41_250,
    identifyEveryMs: options.identifyEveryMs ?? 0,
  });
  const realm: Realm = {
    world,
    records,
    commands: new CommandStore(world.ids, world.applicationId),
    interactions: new Interactions(records),
    faults: new Faults(),
    intents: { messageContent: true, members: true, presences: false, ...options.intents },
    gatewayUrl,
    identified: () => gateway.identified,
    token,
    emit: (event) => gateway.emit(event),
  };
  return { realm, gateway };
}

function serve(parts: ServerParts, gateway: Gateway): Server {
  const server = createServer((request, response) => {
    answerRequest(parts, request, response).catch((cause: unknown) => {
      const message = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
      parts.realm.records.reject({ where: "server", status: 500, code: -1, message, detail: null });
      response.destroy();
    });
  });
  server.on("upgrade", (request, socket, head) => gateway.upgrade(request, socket, head));
  return server;
}

async function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address ? address.port : port);
    });
  });
}
