import type { Delivery } from "./delivery.ts";
import { newHex } from "./ids.ts";
import type { Faults } from "./faults.ts";
import type { Settings } from "./options.ts";
import type { SchemaSet } from "./validate/schema.ts";
import type { Workspace } from "./workspace.ts";

/** What every part of the stand-in works with. */
export interface Core {
  readonly workspace: Workspace;
  readonly settings: Settings;
  readonly delivery: Delivery;
  readonly faults: Faults;
  readonly schema: SchemaSet;
  /** http://127.0.0.1:PORT */
  readonly url: string;
  /** A single-use address for a Socket Mode connection. */
  readonly openSocketUrl: () => string;
}

/** A trigger id lives for three seconds and opens one view. */
export function newTriggerId(core: Core, userId: string, viewId?: string): string {
  const number = (): string => String(Math.floor(Math.random() * 9e11) + 1e11);
  const id = `${number()}.${number()}.${newHex(16)}`;
  const expiresAt = Date.now() + core.settings.triggerLifetimeMs;
  core.workspace.triggers.set(id, { userId, expiresAt, isUsed: false, ...(viewId ? { viewId } : {}) });
  return id;
}

export interface NewResponseUrl {
  kind: "actions" | "commands";
  userId: string;
  channel: string;
  messageTs?: string;
  threadTs?: string;
  isEphemeral?: boolean;
}

/** A response_url works five times within thirty minutes. */
export function newResponseUrl(core: Core, input: NewResponseUrl): string {
  const { kind, isEphemeral = false, ...target } = input;
  const path = `/${kind}/${core.workspace.teamId}/${Date.now()}${newHex(3)}/${newHex(12)}`;
  const expiresAt = Date.now() + core.settings.responseUrlLifetimeMs;
  core.workspace.responseUrls.set(path, { path, ...target, isEphemeral, usesLeft: 5, expiresAt });
  return core.url + path;
}
