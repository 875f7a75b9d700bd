import type { Backend, Reply } from "./backend.ts";
import type { Effects } from "./effects.ts";
import type { Inbox } from "./inbox.ts";
import type { Listener, Listeners } from "./listeners.ts";
import { SNAPSHOT_SQL, switchSql, type Settings } from "./settings.ts";
import type { Statements } from "./statements.ts";
import { closeStatement, errorFrame, frame, sync } from "./wire.ts";

/** One client connection and what is its own although the backend is shared. */
export type Session = Listener & {
  inbox: Inbox;
  statements: Statements;
  settings: Settings;
};

export type Shared = {
  backend: Backend;
  listeners: Listeners;
  /** How long a transaction may stand still while others wait for the backend. */
  idleInTransactionMs: number;
};

/** Serves a client until it goes. Throws ProtocolError for a client that talks nonsense. */
export async function serve(session: Session, shared: Shared): Promise<void> {
  for (;;) {
    const frames = await session.inbox.batch();
    if (typeof frames === "string") return;
    await shared.backend.take();
    try {
      if (!(await converse(session, shared, frames))) return;
    } finally {
      shared.backend.release();
    }
  }
}

/** Takes a connection's leavings off the backend: its prepared statements and the channels only it listened to. */
export async function leave(session: Session, shared: Shared): Promise<void> {
  const names = session.statements.backendNames();
  if (names.length === 0 && session.channels.size === 0) return;
  await shared.backend.take();
  try {
    if (names.length > 0) await shared.backend.exec(Buffer.concat([...names.map(closeStatement), sync]));
    if (session.channels.size > 0) await shared.listeners.reconcile(shared.backend);
  } finally {
    shared.backend.release();
  }
}

/** From the first message until the backend is idle again; false when the client is gone or was sent away. */
async function converse(session: Session, shared: Shared, first: Buffer[]): Promise<boolean> {
  if (!(await switchSettings(session, shared.backend))) return false;
  const left: Effects[] = [];
  let settingsReported = false;
  let setTags = 0;
  let batch = first;
  try {
    for (;;) {
      const { reply, effects } = await step(session, shared, batch);
      left.push(effects);
      settingsReported ||= reply.settingsReported;
      setTags += reply.tags.filter((tag) => tag === "SET" || tag === "RESET").length;
      if (reply.status === "I") break;
      const next = await moreOf(session, shared);
      if (typeof next === "string") {
        await shared.backend.abandon();
        if (next === "timeout") session.socket.write(idleTooLong(shared.idleInTransactionMs));
        return false;
      }
      batch = next;
    }
  } catch (error) {
    await shared.backend.abandon();
    throw error;
  }
  await settle(session, shared, { effects: left, settingsReported, setTags });
  return true;
}

async function step(
  session: Session,
  shared: Shared,
  batch: Buffer[],
): Promise<{ reply: Reply; effects: Effects }> {
  const { backend } = shared;
  const missing = backend.unnamedOwner === session ? null : session.statements.missingUnnamed(batch);
  const { bytes, effects } = session.statements.translate(batch);
  const reparsed = missing ? await backend.exec(missing) : null;
  backend.unnamedOwner = session;
  const reply = await backend.exec(bytes);
  if (reparsed?.error) reply.frames.unshift(reparsed.error);
  deliver(session, shared, reply, effects);
  return { reply, effects };
}

/** Notifications come before "ready", as from Postgres itself; other connections get theirs at once. */
function deliver(session: Session, shared: Shared, reply: Reply, effects: Effects): void {
  if (reply.error === null) shared.listeners.remember(session, effects.listening);
  const own = shared.listeners.distribute(reply.notifications, session);
  const ready = reply.status === null ? [] : [frame("Z", Buffer.from(reply.status))];
  const out = Buffer.concat([...reply.frames, ...own, ...ready]);
  if (out.length > 0 && !session.socket.destroyed) session.socket.write(out);
}

async function moreOf(session: Session, shared: Shared): Promise<Buffer[] | "closed" | "timeout"> {
  for (;;) {
    const next = await session.inbox.batch(shared.idleInTransactionMs);
    if (next !== "timeout" || shared.backend.isContended) return next;
  }
}

type Left = { effects: Effects[]; settingsReported: boolean; setTags: number };

/** After a transaction: notes which settings and channels are now this connection's own. */
async function settle(session: Session, shared: Shared, left: Left): Promise<void> {
  const localSets = left.effects.reduce((sum, one) => sum + one.localSets, 0);
  const configures = left.effects.some((one) => one.configures);
  if (configures || left.settingsReported || left.setTags > localSets) {
    const rows = await shared.backend.run(SNAPSHOT_SQL);
    session.settings = new Map(rows.map(([name, value]) => [name ?? "", value ?? ""]));
    shared.backend.settings = session.settings;
  }
  const listening = left.effects.flatMap((one) => one.listening);
  if (listening.length > 0) await shared.listeners.reconcile(shared.backend, session, listening);
}

/** Puts this connection's settings in force. A start-up packet can ask for one that Postgres refuses. */
async function switchSettings(session: Session, backend: Backend): Promise<boolean> {
  const sql = switchSql(backend.settings, session.settings);
  if (sql === null) return true;
  try {
    await backend.run(sql);
  } catch (cause) {
    if (!(cause instanceof Error) || cause.name === "BackendBrokenError") throw cause;
    session.socket.write(errorFrame({ severity: "FATAL", code: "22023", message: cause.message }));
    return false;
  }
  backend.settings = session.settings;
  return true;
}

function idleTooLong(limitMs: number): Buffer {
  return errorFrame({
    severity: "FATAL",
    code: "25P03",
    message: `the transaction stood idle for ${limitMs / 1000} seconds while other connections waited and was rolled back`,
    hint: "The embedded server runs one transaction at a time. Keep transactions short, await nothing else inside, or set DATABASE_URL to a native Postgres.",
  });
}
