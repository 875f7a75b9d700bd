import { createHash, randomBytes } from "node:crypto";

const START = "fl_live_";
const FORM = /^fl_live_[\w-]{43}$/u;
/** Enough of a key to tell it from others, far too little to guess the rest. */
const SHOWN = START.length + 4;

/** 32 random bytes behind a start that secret scanners can look for. */
export const makeToken = (): string => START + randomBytes(32).toString("base64url");

export const isTokenForm = (token: string): boolean => FORM.test(token);

/** A key is random enough that a plain hash cannot be reversed. */
export const hashApiToken = (token: string): string => createHash("sha256").update(token).digest("base64url");

export const tokenPrefix = (token: string): string => token.slice(0, SHOWN);
