import { getConversation, IdentityError, identifyVisitor } from "@firstline/core";
import type { Conversation, ConversationKey, PersonIdentity } from "@firstline/core";
import type { Context } from "hono";
import type { Web } from "../context.ts";
import { addressOf } from "../http/address.ts";
import { StatusError } from "../http/errors.ts";
import type { RateName } from "../http/limits.ts";

export type ConversationRoute = (
  c: Context,
  web: Web,
  conversation: Conversation,
) => Response | Promise<Response>;

/** Who the embedding site says that the visitor is; null when it says nothing. A token that is wrong is refused, never passed over. */
export async function identityOf(c: Context, web: Web): Promise<PersonIdentity | null> {
  const token = c.req.header("firstline-identity");
  return token === undefined ? null : identityIn(web, token);
}

/** Who a signed token says that somebody is. Throws a 401 for one that is not taken. */
export async function identityIn(web: Web, token: string): Promise<PersonIdentity> {
  if (web.panelSecret === null) {
    throw new StatusError(401, "identity", "Visitors cannot be identified here: PANEL_SECRET is not set.");
  }
  try {
    return await identifyVisitor(web.ctx, {
      workspaceId: web.workspace.id,
      secret: web.panelSecret,
      token,
    });
  } catch (error) {
    if (error instanceof IdentityError) throw new StatusError(401, "identity", error.message);
    throw error;
  }
}

/** Lets in whoever has the conversation's token or is its asker; for everybody else it does not exist. */
export async function withConversation(
  c: Context,
  web: Web,
  rate: RateName,
  route: ConversationRoute,
): Promise<Response> {
  const publicId = c.req.param("id") ?? "";
  web.limits.take(rate, addressOf(c));
  web.limits.take(rate, `conversation ${publicId.slice(0, 64)}`);
  const identity = await identityOf(c, web);
  const token = /^Bearer (\S+)$/iu.exec(c.req.header("authorization") ?? "")?.[1];
  const key = keyOf(token, identity);
  if (key === null) {
    c.header("WWW-Authenticate", "Bearer");
    throw new StatusError(401, "unauthorized", "Send the conversation's token as a bearer token.");
  }
  const workspaceId = web.workspace.id;
  return route(c, web, await getConversation(web.ctx, { workspaceId, publicId, key }));
}

function keyOf(token: string | undefined, identity: PersonIdentity | null): ConversationKey | null {
  if (token !== undefined) return { token };
  return identity === null ? null : { identity };
}
