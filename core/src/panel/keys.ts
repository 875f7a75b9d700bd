import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** Where every conversation of the help panel lives; its thread is the conversation's public id. */
export const PANEL_CHANNEL = "panel";

/** How the panel names the person behind an anonymous conversation. */
export const visitorId = (publicId: string): string => `visitor:${publicId}`;

export type ConversationKeys = {
  publicId: string;
  /** Lets its bearer read and write the conversation; stored as a hash only. */
  token: string;
  eventKey: string;
};

/**
 * All keys of a conversation come from one secret, so that a repeated request that names the same secret gets the same
 * conversation and the same token back, although only a hash of the token is stored.
 */
export function conversationKeys(workspaceId: number, secret: string): ConversationKeys {
  const derive = (use: string): string => digest(`firstline panel ${use}\n${workspaceId}\n${secret}`);
  return {
    publicId: derive("id").slice(0, 22),
    token: derive("token"),
    eventKey: `panel:open:${derive("event")}`,
  };
}

/** 32 random bytes, for a conversation whose opener named no secret. */
export const randomSecret = (): string => randomBytes(32).toString("base64url");

export const hashToken = (token: string): string => digest(token);

/** Compares in constant time. */
export function isToken(token: string, accessHash: string): boolean {
  const given = Buffer.from(hashToken(token));
  const stored = Buffer.from(accessHash);
  return given.length === stored.length && timingSafeEqual(given, stored);
}

const digest = (text: string): string => createHash("sha256").update(text).digest("base64url");
