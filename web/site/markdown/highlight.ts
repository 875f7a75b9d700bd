import type { ElementContent } from "hast";
import { createCssVariablesTheme, createHighlighterCore } from "shiki/core";
import type { HighlighterCore } from "shiki/core";
import { createJavaScriptRegexEngine } from "shiki/engine/javascript";
import { bundledLanguages } from "shiki/langs";
import { toElement, toText } from "./safe-tree.ts";

/** What people write about in help centers. Each grammar is loaded when it is first met; all of them together would take 100 MB. */
const LANGUAGES =
  /^(?:bash|bat|c|cpp|cs|csharp|css|csv|dart|diff|docker|dockerfile|dotenv|elixir|go|gql|graphql|groovy|haskell|hcl|html|http|ini|java|javascript|js|json|json5|jsonc|jsx|kotlin|kt|latex|less|lua|make|makefile|markdown|md|nginx|objc|perl|php|postcss|powershell|prisma|properties|proto|ps1|py|python|r|rb|ruby|rs|rust|sass|scala|scss|sh|shell|shellscript|shellsession|solidity|sql|svelte|swift|terraform|tf|toml|ts|tsx|typescript|vim|vue|xml|yaml|yml|zig|zsh)$/u;

/** Longer code is left as it is: coloring costs about 1 ms for each thousand characters. */
const LONGEST_BLOCK = 20_000;
/** Lines of minified code help nobody in color. */
const LONGEST_LINE = 1_000;
/** Characters of an article's blocks together. */
const BUDGET = 60_000;
/** Hostile code can keep a grammar busy. Far above what a grammar needs when it is used for the first time, some 200 ms. */
const BUDGET_MS = 3_000;
const LINE_MS = 1_500;
const THEME = "tokens";

let starting: Promise<HighlighterCore> | null = null;

export type Highlight = (code: string, language: string) => ElementContent[];

/** Colors code of these languages by classes named `tk-keyword` and the like. Made for one article: it stops when that has taken too long. */
export async function createHighlight(languages: Iterable<string>): Promise<Highlight> {
  const wanted = [...new Set(languages)].filter(isKnown);
  if (wanted.length === 0) return (code) => [toText(code)];
  starting ??= createHighlighterCore({
    themes: [createCssVariablesTheme({ name: THEME, variablePrefix: "--tk-", fontStyle: false })],
    langs: [],
    engine: createJavaScriptRegexEngine({ forgiving: true }),
  });
  const highlighter = await starting;
  for (const language of wanted) await highlighter.loadLanguage(bundledLanguages[language]);
  let characters = 0;
  let spentMs = 0;
  return (code, language) => {
    if (!isKnown(language) || code.length > LONGEST_BLOCK) return [toText(code)];
    characters += code.length;
    if (characters > BUDGET || spentMs > BUDGET_MS) return [toText(code)];
    const start = performance.now();
    const colored = toSpans(highlighter, code, language);
    spentMs += performance.now() - start;
    return colored;
  };
}

type Known = keyof typeof bundledLanguages;

function isKnown(language: string): language is Known {
  return LANGUAGES.test(language) && Object.hasOwn(bundledLanguages, language);
}

function toSpans(highlighter: HighlighterCore, code: string, language: string): ElementContent[] {
  const lines = highlighter.codeToTokensBase(code, {
    lang: language,
    theme: THEME,
    tokenizeMaxLineLength: LONGEST_LINE,
    tokenizeTimeLimit: LINE_MS,
  });
  const parts: { text: string; kind: string | null }[] = [];
  for (const [index, line] of lines.entries()) {
    if (index > 0) append(parts, "\n", null);
    for (const token of line) append(parts, token.content, kindOf(token.color));
  }
  return parts.map(({ text, kind }) =>
    kind === null ? toText(text) : toElement("span", { className: [`tk-${kind}`] }, [toText(text)]),
  );
}

/** Neighbors of one color are one element, and blanks need no color: half of the page's weight. */
function append(parts: { text: string; kind: string | null }[], text: string, kind: string | null): void {
  const last = parts.at(-1);
  if (last && (last.kind === kind || text.trim() === "")) {
    last.text += text;
    return;
  }
  parts.push({ text, kind });
}

function kindOf(color: string | undefined): string | null {
  return /^var\(--tk-token-([a-z-]+)\)$/u.exec(color ?? "")?.[1] ?? null;
}
