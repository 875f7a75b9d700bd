import {
  API_SCOPES,
  createApiKey,
  InvalidError,
  listApiKeys,
  NotFoundError,
  revokeApiKey,
} from "@firstline/core";
import type { ApiKeyInList, Config } from "@firstline/core";
import { inWorkspace } from "./github.ts";

export type CreateKeyOptions = { name: string; scopes: string; expires?: string; json?: boolean };

const DAY_MS = 86_400_000;

/** The key alone goes to standard output, so that a script can catch it. */
export async function runKeysCreate(config: Config, options: CreateKeyOptions): Promise<number> {
  return inWorkspace(config, async ({ ctx, workspaceId }) => {
    const scopes = options.scopes === "all" ? API_SCOPES : listOf(options.scopes);
    const expiresAt = options.expires === undefined ? null : inDays(options.expires, ctx.now());
    const key = await createApiKey(ctx, { workspaceId, name: options.name, scopes, expiresAt });
    if (options.json) {
      console.log(JSON.stringify({ id: key.id, key: key.token, scopes: key.scopes, expiresAt }, null, 2));
      return 0;
    }
    console.log(key.token);
    console.error(`This is the only time that the key is shown. It may: ${key.scopes.join(", ")}.`);
    return 0;
  });
}

export async function runKeysList(config: Config, options: { json?: boolean }): Promise<number> {
  return inWorkspace(config, async ({ ctx, workspaceId }) => {
    const keys = await listApiKeys(ctx, { workspaceId });
    if (options.json) console.log(JSON.stringify(keys, null, 2));
    else printKeys(keys, ctx.now());
    return 0;
  });
}

export async function runKeysRevoke(config: Config, key: string): Promise<number> {
  return inWorkspace(config, async ({ ctx, workspaceId }) => {
    const keys = await listApiKeys(ctx, { workspaceId });
    const found = keys.find(({ id, prefix }) => `#${id}` === key || String(id) === key || prefix === key);
    if (!found) throw new NotFoundError(`A key ${key} (see: keys list)`);
    await revokeApiKey(ctx, { workspaceId, keyId: found.id });
    console.log(`${found.name} (${found.prefix}…) is revoked.`);
    return 0;
  });
}

function printKeys(keys: ApiKeyInList[], now: Date): void {
  if (keys.length === 0)
    console.log("There is no key. Make one: keys create --name NAME --scopes tickets:write");
  for (const key of keys) {
    console.log(`#${key.id}  ${key.prefix}…  ${key.name}  (${stateOf(key, now)})`);
    console.log(`    ${key.scopes.join(", ")}`);
  }
}

function stateOf({ revokedAt, expiresAt, lastUsedAt }: ApiKeyInList, now: Date): string {
  if (revokedAt !== null) return `revoked ${dayOf(revokedAt)}`;
  if (expiresAt !== null && expiresAt <= now) return `expired ${dayOf(expiresAt)}`;
  const used = lastUsedAt === null ? "never used" : `last used ${dayOf(lastUsedAt)}`;
  return expiresAt === null ? used : `${used}, until ${dayOf(expiresAt)}`;
}

const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

const listOf = (text: string): string[] =>
  text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");

function inDays(text: string, now: Date): Date {
  const days = Number(text);
  if (!Number.isInteger(days) || days < 1 || days > 3_650) {
    throw new InvalidError("--expires takes whole days, from 1 to 3650.");
  }
  return new Date(now.getTime() + days * DAY_MS);
}
