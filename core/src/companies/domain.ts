import { InvalidError } from "../errors.ts";

const FORM = /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/u;

/** Reads a domain out of what people write for one: an address of a page, capital letters, a leading www. */
export function toDomain(text: string): string {
  const host = text
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//u, "")
    .replace(/[/?#].*$/su, "")
    .replace(/^www\./u, "");
  if (!FORM.test(host)) throw new InvalidError("This is no domain; it should look like example.com.");
  return host;
}
