/**
 * Text as Markdown that reads as the same text. Only what would become markup is escaped: a backslash in `num_cpus`
 * would end up in answers, which quote articles letter for letter.
 */
export function escapeText(text: string): string {
  if (!/[\\`*_~\]<&]/.test(text)) return text;
  return text
    .replace(/\\(?=[!-/:-@[-`{-~])/g, String.raw`\\`)
    .replace(/`/g, "\\`")
    .replace(/\*(?=\S)|(?<=\S)\*/g, String.raw`\*`)
    .replace(/(?<![\p{L}\p{N}_])_(?=\S)|(?<=\S)_(?![\p{L}\p{N}_])/gu, String.raw`\_`)
    .replace(/~~/g, String.raw`\~~`)
    .replace(/\](?=[([])/g, String.raw`\]`)
    .replace(/<(?=[A-Za-z/!?])/g, String.raw`\<`)
    .replace(/&(?=#?\w+;)/g, String.raw`\&`);
}

/** A paragraph's lines must not begin like a heading, a list, a quotation or a rule. */
export function escapeLineStarts(text: string): string {
  if (!/^[ \t]*[-#>+*=~:|\d]/mu.test(text)) return text;
  return text
    .replace(
      /^([ \t]*)(#{1,6}(?=\s|$)|>|[-+*](?=\s|$)|={2,}[ \t]*$|-{2,}[ \t]*$|~{3,}|:?-+:?\|)/gmu,
      String.raw`$1\$2`,
    )
    .replace(/^([ \t]*\d{1,9})([.)])(?=\s|$)/gmu, String.raw`$1\$2`);
}

/** A run of backticks longer than any in the text. */
export function fenceFor(text: string, least: number): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  return "`".repeat(Math.max(least, longest + 1));
}
