export { beginBuild, endBuild, listBuilds } from "./builds.ts";
export type { EndBuildInput, SiteBuild } from "./builds.ts";
export { preparePages, renderKeyOf } from "./prepare-pages.ts";
export type { ArticleRenderer, PreparedPage, PreparePagesInput } from "./prepare-pages.ts";
export { readArticleBodies, readEntryBodies, readPostBodies } from "./read-bodies.ts";
export type { ArticleBody, PostBody } from "./read-bodies.ts";
export { readSiteLook } from "./read-look.ts";
export type { SiteLook } from "./read-look.ts";
export { readSiteStructure } from "./read-structure.ts";
export { refreshRelated } from "./refresh-related.ts";
export type { RefreshRelatedInput } from "./refresh-related.ts";
export { requestSiteJob, siteQueue, touchSite } from "./request-job.ts";
export type { SiteJob } from "./request-job.ts";
export type {
  SiteArticle,
  SiteCategory,
  SiteEntry,
  SitePost,
  SiteRedirect,
  SiteStructure,
} from "./structure.ts";
