import { schema } from "@firstline/db";
import type { Ctx } from "../context.ts";
import { InvalidError } from "../errors.ts";
import { isApiScope } from "./scopes.ts";
import type { ApiScope } from "./scopes.ts";
import { hashApiToken, makeToken, tokenPrefix } from "./token.ts";

export type CreateApiKeyInput = {
  workspaceId: number;
  name: string;
  scopes: readonly string[];
  /** Null or absent: until it is revoked. */
  expiresAt?: Date | null;
  createdById?: number | null;
};

export type CreatedApiKey = { id: number; token: string; prefix: string; scopes: ApiScope[] };

const LONGEST_NAME = 80;

/** Makes a key. Its token is answered here and nowhere else: only a hash is stored. */
export async function createApiKey(
  ctx: Pick<Ctx, "db" | "now">,
  input: CreateApiKeyInput,
): Promise<CreatedApiKey> {
  const name = input.name.trim();
  if (name === "" || name.length > LONGEST_NAME) {
    throw new InvalidError(`A key needs a name of at most ${LONGEST_NAME} characters.`);
  }
  const scopes = requireScopes(input.scopes);
  const expiresAt = input.expiresAt ?? null;
  if (expiresAt !== null && expiresAt <= ctx.now()) {
    throw new InvalidError("The key would have expired already.");
  }
  const token = makeToken();
  const [row] = await ctx.db
    .insert(schema.apiKeys)
    .values({
      workspaceId: input.workspaceId,
      name,
      prefix: tokenPrefix(token),
      keyHash: hashApiToken(token),
      scopes,
      expiresAt,
      createdById: input.createdById ?? null,
    })
    .returning({ id: schema.apiKeys.id });
  if (!row) throw new Error("a key was not stored");
  return { id: row.id, token, prefix: tokenPrefix(token), scopes };
}

function requireScopes(wanted: readonly string[]): ApiScope[] {
  const unknown = wanted.filter((scope) => !isApiScope(scope));
  if (unknown.length > 0) throw new InvalidError(`There is no scope ${unknown.join(", ")}.`);
  const scopes = [...new Set(wanted.filter(isApiScope))];
  if (scopes.length === 0) throw new InvalidError("A key needs at least one scope.");
  return scopes;
}
