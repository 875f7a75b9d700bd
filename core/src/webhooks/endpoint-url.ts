import { isIP } from "node:net";
import { InvalidError } from "../errors.ts";
import { isPublicAddress } from "../net/public-address.ts";

const LONGEST_URL = 2_000;

/**
 * The address of an endpoint as it is called. Throws `InvalidError` for what is no web address, and, unless private ones
 * are allowed, for http and for addresses that lead into this machine or its network. A name is looked up at each delivery.
 */
export function toEndpointUrl(text: string, { allowsPrivate }: { allowsPrivate: boolean }): string {
  if (text.length > LONGEST_URL || !URL.canParse(text)) {
    throw new InvalidError("url: This is not a web address.");
  }
  const url = new URL(text);
  const protocols = allowsPrivate ? ["https:", "http:"] : ["https:"];
  if (!protocols.includes(url.protocol)) {
    throw new InvalidError("url: The address must begin with https://.");
  }
  if (url.username !== "" || url.password !== "") {
    throw new InvalidError("url: Leave name and password out: deliveries are signed instead.");
  }
  url.hash = "";
  if (!allowsPrivate && !mayBePublic(url.hostname)) {
    throw new InvalidError("url: The address leads into a private network.");
  }
  return url.href;
}

function mayBePublic(host: string): boolean {
  const address = host.replace(/^\[|\]$/gu, "");
  if (isIP(address) !== 0) return isPublicAddress(address);
  const name = host.replace(/\.$/u, "");
  return name.includes(".") && !/\.(?:localhost|local|internal|home\.arpa|lan)$/u.test(name);
}
