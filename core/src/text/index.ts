export { cutText } from "./cut.ts";
export { countWords, readSections, uniqueAnchor } from "./markdown.ts";
export type { Block, Section } from "./markdown.ts";
export { flattenNesting } from "./nesting.ts";
export { splitSentences } from "./sentences.ts";
export { toSlug } from "./slug.ts";
export { stem } from "./stem.ts";
export { contentTermsOf, isStopTerm, termsOf } from "./words.ts";
