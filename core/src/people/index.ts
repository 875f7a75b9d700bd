export { closeWebSession } from "./close-web-session.ts";
export { createLinkCode } from "./create-link-code.ts";
export { findWebSession } from "./find-web-session.ts";
export { joinPeople } from "./join-people.ts";
export type { JoinPeopleInput } from "./join-people.ts";
export { openWebSession } from "./open-web-session.ts";
export { redeemLinkCode } from "./redeem-link-code.ts";
export type { RedeemLinkCodeInput } from "./redeem-link-code.ts";
