/** Parts of a report that people mark with a heading of their own. */
export type SectionName = "steps" | "expected" | "actual" | "environment" | "error";

const HEADINGS: readonly [SectionName, RegExp][] = [
  [
    "steps",
    /^(?:(?:the )?(?:exact )?steps(?: to (?:reproduce|repro|follow|see it))?|(?:how|way) to (?:reproduce|repro)|repro(?:duction)?(?: steps)?|str|to reproduce|what i did|schritte(?: zur reproduktion)?|étapes(?: pour reproduire)?|pasos(?: para reproducir)?)/iu,
  ],
  [
    "expected",
    /^(?:(?:what (?:did )?(?:i|you) )?expect(?:ed)?(?: (?:results?|behaviou?rs?|outcome|output))?|should(?: happen)?|what should happen|erwartet(?:es verhalten)?|attendu|esperado)/iu,
  ],
  [
    "actual",
    /^(?:actual(?:ly)?(?: (?:results?|behaviou?rs?|outcome|output))?|(?:what )?(?:actually )?happen(?:s|ed)(?: instead)?|what (?:i|you) (?:see|saw|get|got)|observed(?: behaviou?r)?|current behaviou?r|instead|tatsächlich(?:es verhalten)?|problem|the bug|description|bug description)/iu,
  ],
  [
    "environment",
    /^(?:(?:my )?environment|env|setup|system(?: info(?:rmation)?)?|versions?|platform|context|umgebung|device)/iu,
  ],
  [
    "error",
    /^(?:error(?: (?:message|text|output|log))?s?|log(?:s| output)?|stack ?trace|traceback|console(?: output)?|output|fehler(?:meldung)?)/iu,
  ],
];

/** The text under each heading, of several messages the newest; what stands under no heading of these is under "". */
export function readReportSections(messages: readonly string[]): Map<SectionName | "", string> {
  return new Map(
    messages.flatMap((message) => [...sectionsOf(message)].filter(([, content]) => content !== "")),
  );
}

function sectionsOf(text: string): Map<SectionName | "", string> {
  const sections = new Map<SectionName | "", string>();
  let current: SectionName | "" = "";
  let inFence = false;
  for (const line of text.split("\n")) {
    const heading = inFence ? null : (headingIn(line) ?? otherHeadingIn(line));
    if (/^\s*(?:```|~~~)/u.test(line)) inFence = !inFence;
    if (heading) current = heading.name;
    const content = heading ? heading.rest : line;
    const before = sections.get(current);
    sections.set(current, before === undefined ? content : `${before}\n${content}`);
  }
  return new Map([...sections].map(([name, content]) => [name, content.trim()]));
}

/** "**Notes:**" or "## More" ends the part before it. */
function otherHeadingIn(line: string): { name: ""; rest: string } | null {
  return /^\s*(?:#{1,6}\s+\S.*|\*\*[^*]{2,60}\*\*:?\s*)$/u.test(line) ? { name: "", rest: "" } : null;
}

/** "Expected: a file", "## Steps to reproduce", "**Actual result**" alone on its line. */
function headingIn(line: string): { name: SectionName; rest: string } | null {
  const plain = line
    .trim()
    .replace(/^(?:#{1,6}\s+|[-*]\s+(?=\*\*))/u, "")
    .replaceAll("**", "")
    .replace(/^[^\p{L}\p{N}]+|_+$/gu, "");
  const isMarked = /^\s*(?:#{1,6}\s|\*\*|__)/u.test(line);
  for (const [name, pattern] of HEADINGS) {
    const found = pattern.exec(plain);
    if (!found) continue;
    const after = plain.slice(found[0].length);
    const colon = /^\s*(?:[:：]|\s[-–—]\s)\s*/u.exec(after);
    if (colon) return { name, rest: after.slice(colon[0].length) };
    if (after.trim() === "" && (isMarked || /\b(?:steps|expected|actual)\b/iu.test(found[0])))
      return { name, rest: "" };
  }
  return null;
}
