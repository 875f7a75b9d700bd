export { buildNow, exportSite } from "./publish/commands.ts";
export { siteWork } from "./publish/jobs.ts";
export { lockSite } from "./publish/lock.ts";
export { openSite } from "./publish/open-site.ts";
export type { Site } from "./publish/site.ts";
export { startSiteJobs } from "./runner.ts";
export type { RunningSite } from "./runner.ts";
export { siteRoutes } from "./serve/routes.ts";
