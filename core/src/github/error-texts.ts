const ERROR_WORD =
  /\b(?:\w*(?:Error|Exception)\b|error|exception|traceback|panic(?:ked)?|fatal|segfault|segmentation fault|failed|failure|ERR_\w+|E[A-Z]{4,}|HTTP(?:\/\d(?:\.\d)?)? [45]\d\d|status(?: code)? [45]\d\d|undefined is not|cannot read propert|stack overflow|out of memory|denied|refused|timed? ?out)/iu;
/** A line that programs write: "TypeError: x", "error[E0382]: y", "[ERROR] z", "npm ERR! w". */
const ERROR_LINE =
  /^\s*(?:[\w.$]*(?:Error|Exception)\b(?:\s*[:(]|$)|(?:fatal|panic|error|uncaught)\b[^:]{0,40}:|\[?(?:ERROR|FATAL|SEVERE|CRITICAL)\]?[\s:]|npm ERR!|E\d{4}\b|Caused by:|Segmentation fault|.{0,60}\bERR_[A-Z_]+|.{0,80}\bE(?:CONN|NOENT|ACCES|PERM|TIMEDOUT)\w*)/u;
const FRAME =
  /^\s+at\s\S|^\s*File ".+", line \d+|^\s*(?:from|in)\s.+:\d+(?::in\b|:\d+)|^\s+\d+:\s+0x|^\s*\.{3} \d+ more|^\s{4,}\S|^\s*\^+\s*$/u;
const TRACE_START = /^\s*(?:Traceback \(most recent call last\):|Stack trace:?|goroutine \d+)/iu;

const MOST = 3;

/** Error messages, traces and logs, copied letter for letter: from blocks of code, loose lines, and between quotation marks. */
export function findErrorTexts(text: string): string[] {
  const { blocks, rest } = splitFences(text);
  const found = [
    ...blocks.filter((block) => ERROR_WORD.test(block) || looksLikeLog(block)),
    ...findRuns(rest),
  ];
  const shorter = found.length > 0 ? [] : findInline(rest);
  const all = [...new Set([...found, ...shorter].map((part) => part.replace(/^\n+|\s+$/gu, "")))];
  return all.filter((part) => part.trim().length > 4).slice(0, MOST);
}

function splitFences(text: string): { blocks: string[]; rest: string } {
  const blocks: string[] = [];
  const rest = text.replace(/```([^\n`]*)\n?([\s\S]*?)(?:```|$)/gu, (_, info: string, code: string) => {
    blocks.push(code.trim() === "" ? info : code);
    return "\n";
  });
  return { blocks, rest };
}

const looksLikeLog = (block: string): boolean =>
  block
    .split("\n")
    .filter((line) => /^\s*(?:\[?\d{4}-\d\d-\d\d|\d\d:\d\d:\d\d|\[?(?:INFO|WARN|DEBUG)\b)/u.test(line))
    .length > 1;

/** Lines of an error with the frames under them. */
function findRuns(text: string): string[] {
  const runs: string[] = [];
  let run: string[] = [];
  const close = (): void => {
    if (run.length > 0) runs.push(run.join("\n"));
    run = [];
  };
  for (const line of text.split("\n")) {
    const begins = ERROR_LINE.test(line) || TRACE_START.test(line);
    const goesOn = run.length > 0 && line.trim() !== "" && FRAME.test(line);
    if (begins || goesOn) run.push(line);
    else close();
  }
  close();
  return runs;
}

/** `Cannot read properties of undefined` or "Error 500" within a sentence. */
function findInline(text: string): string[] {
  const parts = [...text.matchAll(/`([^`\n]{5,300})`|["“]([^"“”\n]{8,300})["”]/gu)];
  return parts.map((part) => part[1] ?? part[2] ?? "").filter((part) => ERROR_WORD.test(part));
}
