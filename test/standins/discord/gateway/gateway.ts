import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";
import type { JsonObject } from "../json.ts";
import { booleanOr, isObject, numberOr, textOr, textsOf } from "../json.ts";
import { limits } from "../limits.ts";
import type { OutgoingEvent, Realm } from "../realm.ts";
import { intents } from "../realm.ts";
import { canSee } from "../state/access.ts";
import { toWireMemberWithUser } from "../wire/people.ts";
import type { CloseReason, Host } from "./connection.ts";
import { closeCodes, Connection } from "./connection.ts";
import { guildCreatePayload, readyPayload } from "./payloads.ts";
import { Session } from "./session.ts";

const PRIVILEGED = [
  [intents.messageContent, "messageContent"],
  [intents.guildMembers, "members"],
  [intents.guildPresences, "presences"],
] as const;

/** Every intent bit that exists in version 10. */
const KNOWN_INTENTS = ((1 << 17) - 1) | (1 << 20) | (1 << 21) | (1 << 24) | (1 << 25);

export interface Redelivery {
  readonly times: number;
  /** Only these events, when given. */
  readonly only?: readonly string[];
}

export interface GatewayOptions {
  readonly heartbeatMs: number;
  /** At least so long between two IDENTIFYs, or the second gets an invalid session; the real wait is 5 s. */
  readonly identifyEveryMs: number;
}

export class Gateway implements Host {
  readonly heartbeatMs: number;
  redelivery: Redelivery = { times: 1 };
  isSilent = false;
  /** IDENTIFYs so far: a client has a thousand a day. */
  identified = 0;
  private lastIdentify = 0;
  private readonly identifyEveryMs: number;
  private readonly server = new WebSocketServer({ noServer: true });
  private readonly sessions = new Map<string, Session>();
  private readonly connections = new Set<Connection>();
  private readonly realm: () => Realm;

  constructor(realm: () => Realm, options: GatewayOptions) {
    this.realm = realm;
    this.heartbeatMs = options.heartbeatMs;
    this.identifyEveryMs = options.identifyEveryMs;
  }

  /** How many clients are identified or resumed right now. */
  get connected(): number {
    return [...this.sessions.values()].filter((session) => session.isAttached).length;
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const query = new URL(request.url ?? "/", "ws://localhost").searchParams;
    this.server.handleUpgrade(request, socket, head, (webSocket) => {
      const connection = new Connection(webSocket, this);
      this.connections.add(connection);
      const isJson = (query.get("encoding") ?? "json") === "json" && !query.has("compress");
      if (query.get("v") !== "10" || !isJson) connection.close("invalidVersion", query.toString());
    });
  }

  emit(event: OutgoingEvent): void {
    const { world } = this.realm();
    const isElsewhere = event.guildId !== null && !world.guilds.get(event.guildId)?.members.has(world.bot.id);
    if (isElsewhere) return;
    if (event.channel && !canSee(world, world.bot.id, event.channel)) return;
    const { times, only } = this.redelivery;
    const repeats = only && !only.includes(event.name) ? 1 : times;
    for (const session of this.sessions.values()) {
      for (let delivery = 0; delivery < repeats; delivery += 1) session.offer(event);
    }
  }

  identify(connection: Connection, data: JsonObject): void {
    const realm = this.realm();
    if (!isToken(realm, data["token"])) return connection.close("authenticationFailed");
    if (!isObject(data["properties"])) return connection.close("decodeError", "properties are required");
    const shard = shardOf(data);
    if (!shard) return connection.close("invalidShard");
    const wanted = numberOr(data["intents"], -1);
    const refusal = refuseIntents(realm, wanted);
    if (refusal) return connection.close(refusal, String(wanted));

    const now = Date.now();
    if (now - this.lastIdentify < this.identifyEveryMs) return connection.send({ op: 9, d: false });
    this.lastIdentify = now;
    this.identified += 1;
    const session = new Session(wanted, shard);
    this.sessions.set(session.id, session);
    connection.begin(session, booleanOr(data["compress"], false));
    session.dispatch("READY", readyPayload(realm, { id: session.id, shard }));
    for (const guild of realm.world.guildsOf(realm.world.bot.id)) {
      session.offer({
        name: "GUILD_CREATE",
        intents: intents.guilds,
        guildId: guild.id,
        payload: () => guildCreatePayload(realm, guild, session.hasIntent(intents.guildPresences)),
      });
    }
    realm.records.changed();
  }

  resume(connection: Connection, data: JsonObject): void {
    const realm = this.realm();
    if (!isToken(realm, data["token"])) return connection.close("authenticationFailed");
    const session = this.sessions.get(textOr(data["session_id"], ""));
    if (!session) return connection.send({ op: 9, d: false });
    const sequence = numberOr(data["seq"], -1);
    if (!session.knows(sequence)) return connection.close("invalidSequence", String(sequence));

    connection.begin(session, false);
    session.replayFrom(sequence);
    session.dispatch("RESUMED", { _trace: ["[]"] });
    realm.records.changed();
  }

  requestMembers(session: Session, data: JsonObject): void {
    const { world, records } = this.realm();
    const guild = world.guilds.get(textOr(data["guild_id"], ""));
    if (!guild) return;
    const ids = typeof data["user_ids"] === "string" ? [data["user_ids"]] : textsOf(data["user_ids"]);
    const query = textOr(data["query"], null);
    const isWhole = query === "" && numberOr(data["limit"], 0) === 0;
    if (isWhole && !session.hasIntent(intents.guildMembers)) {
      const message = "The whole member list needs the GUILD_MEMBERS intent";
      records.reject({ where: "gateway", status: 0, code: 8, message, detail: data });
      return;
    }
    const fits = (name: string): boolean => name.toLowerCase().startsWith((query ?? "").toLowerCase());
    const found = [...guild.members.values()].filter((member) =>
      query === null ? ids.includes(member.userId) : fits(world.user(member.userId).username),
    );
    const limit = isWhole ? found.length : Math.min(100, numberOr(data["limit"], 0) || 100);
    const chosen = query === null ? found : found.slice(0, limit);
    const count = Math.max(1, Math.ceil(chosen.length / limits.gateway.chunk));
    for (let index = 0; index < count; index += 1) {
      const part = chosen.slice(index * limits.gateway.chunk, (index + 1) * limits.gateway.chunk);
      session.dispatch("GUILD_MEMBERS_CHUNK", {
        guild_id: guild.id,
        members: part.map((member) => toWireMemberWithUser(member, world.user(member.userId))),
        chunk_index: index,
        chunk_count: count,
        not_found: query === null ? ids.filter((id) => !guild.members.has(id)) : [],
        ...(typeof data["nonce"] === "string" ? { nonce: data["nonce"] } : {}),
      });
    }
  }

  acknowledgesHeartbeats(): boolean {
    return !this.isSilent;
  }

  /** A client that says goodbye with 1000 or 1001 gives its session up. */
  closed(connection: Connection, code: number): void {
    this.connections.delete(connection);
    if (connection.session && (code === 1000 || code === 1001)) this.sessions.delete(connection.session.id);
    this.realm().records.changed();
  }

  rejected(reason: CloseReason, detail: string): void {
    const [code, message] = closeCodes[reason];
    this.realm().records.reject({
      where: "gateway",
      status: 0,
      code,
      message,
      detail: detail === "" ? null : { detail },
    });
  }

  /** Cuts every line. Sessions that are not resumable are forgotten. */
  drop(resumable: boolean): void {
    if (!resumable) this.sessions.clear();
    for (const connection of this.connections) connection.cut();
  }

  askToReconnect(): void {
    for (const connection of this.connections) connection.send({ op: 7, d: null });
  }

  invalidate(resumable: boolean): void {
    if (!resumable) this.sessions.clear();
    for (const connection of this.connections) {
      connection.release();
      connection.send({ op: 9, d: resumable });
    }
  }

  hangUp(code: number, words: string): void {
    this.sessions.clear();
    for (const connection of this.connections) connection.hangUp(code, words);
  }
}

function isToken(realm: Realm, given: unknown): boolean {
  // Some libraries still send the "Bot " of the HTTP header; Discord lets them.
  return typeof given === "string" && realm.token !== null && given.replace(/^Bot /, "") === realm.token;
}

function shardOf(data: JsonObject): readonly [number, number] | null {
  if (data["shard"] === undefined) return [0, 1];
  const [id, count] = Array.isArray(data["shard"]) ? data["shard"] : [];
  if (typeof id !== "number" || typeof count !== "number" || count < 1 || id < 0 || id >= count) return null;
  return [id, count];
}

function refuseIntents(realm: Realm, wanted: number): CloseReason | null {
  if (wanted < 0 || (wanted & ~KNOWN_INTENTS) !== 0) return "invalidIntents";
  const isRefused = PRIVILEGED.some(([bit, name]) => (wanted & bit) !== 0 && !realm.intents[name]);
  return isRefused ? "disallowedIntents" : null;
}
