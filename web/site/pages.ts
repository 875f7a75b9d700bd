export { SITE_POLICY } from "../api/http/headers.ts";
export { renderArticle } from "./article-html.ts";
export { loadTemplates } from "./templates.ts";
export type { Templates } from "./templates.ts";
export { faviconSvg, themeCss } from "./theme.ts";
export type {
  ArticleLink,
  ArticlePage,
  CategoryNode,
  PageContent,
  PageView,
  PostLink,
  SiteFrame,
} from "./views.ts";
