import { schema } from "@firstline/db";
import { createHmac, timingSafeEqual } from "node:crypto";
import { eq } from "drizzle-orm";
import { z } from "zod";
import type { Ctx } from "../context.ts";
import { AppError } from "../errors.ts";
import { cleanText } from "../tickets/text.ts";
import type { PersonIdentity } from "../workspaces/people.ts";

/** A host site's token that is not taken; the message is for whoever signs it. */
export class IdentityError extends AppError {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super("forbidden", message, options);
  }
}

const LONGEST_TOKEN = 4096;
const DAY_SECONDS = 86_400;
/** Clocks of two machines differ. */
const SKEW_SECONDS = 60;

const Header = z.object({ alg: z.literal("HS256"), crit: z.undefined().optional() });
const Visible = z
  .string()
  .min(1)
  .max(255)
  .refine((text) => text === cleanText(text), "holds characters that nobody can see");
const Claims = z.object({
  sub: Visible,
  exp: z.number(),
  iat: z.number().optional(),
  nbf: z.number().optional(),
  /** Slug of the workspace that it is for, where one secret serves several. */
  aud: z.string().optional(),
  name: z.string().trim().max(200).optional(),
  email: z.email().max(254).optional(),
});

/**
 * Who a visitor of an embedding site is, by the token that the site signed: a compact JWS with HS256 and the claims `sub`
 * and `exp` (at most a day ahead), and, where they are known, `name` and `email`. Throws `IdentityError` for every other.
 */
export async function identifyVisitor(
  ctx: Pick<Ctx, "db" | "now">,
  input: { workspaceId: number; secret: string; token: string },
): Promise<PersonIdentity> {
  const { sub, name, email, ...times } = readSigned(input.token, input.secret);
  checkTimes(times, ctx.now().getTime() / 1000);
  if (times.aud !== undefined && times.aud !== (await slugOf(ctx, input.workspaceId))) {
    throw new IdentityError("The token is for another workspace.");
  }
  return {
    platform: "panel",
    externalId: `user:${sub}`,
    name: cleanText(name ?? "")
      .slice(0, 80)
      .toWellFormed(),
    email: email ?? null,
  };
}

function readSigned(token: string, secret: string): z.infer<typeof Claims> {
  const [head, body, signature, ...more] = token.length > LONGEST_TOKEN ? [] : token.split(".");
  if (head === undefined || body === undefined || signature === undefined || more.length > 0) {
    throw new IdentityError("This is no signed token.");
  }
  // The algorithm is ours to choose: a header that names another one is refused before anything is compared.
  parsePart(head, Header, "The token must be signed with HS256.");
  const expected = createHmac("sha256", secret).update(`${head}.${body}`).digest();
  const given = Buffer.from(signature, "base64url");
  const isGenuine =
    /^[\w-]{43}$/u.test(signature) && given.length === expected.length && timingSafeEqual(given, expected);
  if (!isGenuine) throw new IdentityError("The token's signature is wrong.");
  return parsePart(body, Claims, "The token's claims are not as they must be");
}

function parsePart<Schema extends z.ZodType>(part: string, schema: Schema, message: string): z.infer<Schema> {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(part, "base64url"));
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    const issue =
      cause instanceof z.ZodError && schema === (Claims as z.ZodType) ? cause.issues[0] : undefined;
    const where = issue ? `: ${issue.path.join(".")} (${issue.message})` : "";
    throw new IdentityError(message.replace(/\.?$/u, `${where}.`), { cause });
  }
}

function checkTimes(
  { exp, iat, nbf }: { exp: number; iat?: number | undefined; nbf?: number | undefined },
  now: number,
): void {
  if (exp <= now) throw new IdentityError("The token has expired.");
  if (exp > now + DAY_SECONDS + SKEW_SECONDS) {
    throw new IdentityError("The token must expire within a day.");
  }
  if (Math.max(iat ?? 0, nbf ?? 0) > now + SKEW_SECONDS)
    throw new IdentityError("The token is from the future.");
}

async function slugOf(ctx: Pick<Ctx, "db">, workspaceId: number): Promise<string | null> {
  const w = schema.workspaces;
  const [row] = await ctx.db.select({ slug: w.slug }).from(w).where(eq(w.id, workspaceId));
  return row?.slug ?? null;
}
