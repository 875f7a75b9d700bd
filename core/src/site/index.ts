export { siteQueue, touchSite } from "./touch.ts";
export type { SiteChange, SiteSubject } from "./touch.ts";
