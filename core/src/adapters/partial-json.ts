/**
 * The value of a JSON text that is not yet complete: what is open is closed where the text ends. A key without its value
 * and a literal cut in its middle are left out. Undefined when nothing of it can be read.
 */
export function completeJson(text: string): unknown {
  const start = text.indexOf("{");
  if (start === -1) return undefined;
  const json = text.slice(start);
  const { closers, inString, safeEnd } = scan(json);
  const attempts = inString
    ? [withoutHalfEscape(json) + '"' + closers, json.slice(0, safeEnd) + closers]
    : [json + closers, json.slice(0, safeEnd) + closers];
  for (const attempt of attempts) {
    try {
      return JSON.parse(attempt);
    } catch {
      continue; // the next attempt leaves the half-written member out
    }
  }
  return undefined;
}

type Scan = {
  /** What closes all that is open, innermost first. */
  closers: string;
  inString: boolean;
  /** Up to here the innermost open list or object holds whole members only. */
  safeEnd: number;
};

function scan(json: string): Scan {
  const open: string[] = [];
  let inString = false;
  let safeEnd = 0;
  for (let index = 0; index < json.length; index++) {
    const character = json[index];
    if (inString) {
      if (character === "\\") index += 1;
      else if (character === '"') inString = false;
      continue;
    }
    if (character === '"') inString = true;
    else if (character === "{" || character === "[") {
      open.push(character === "{" ? "}" : "]");
      safeEnd = index + 1;
    } else if (character === "}" || character === "]") {
      open.pop();
      safeEnd = index + 1;
      if (open.length === 0) break; // what follows the value is not part of it
    } else if (character === ",") safeEnd = index;
  }
  return { closers: open.toReversed().join(""), inString, safeEnd };
}

/** A string must not end within `\n` or `\u00e9`. */
function withoutHalfEscape(json: string): string {
  const backslashes = /\\+$/.exec(json)?.[0].length ?? 0;
  if (backslashes % 2 === 1) return json.slice(0, -1);
  const unicode = /(\\*)\\u[\da-fA-F]{0,3}$/.exec(json);
  return unicode && (unicode[1]?.length ?? 0) % 2 === 0
    ? json.slice(0, unicode.index + (unicode[1]?.length ?? 0))
    : json;
}
