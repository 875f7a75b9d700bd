import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { scoreHiddenOrders } from "@firstline/core/classify";
import { readLines, textOf } from "./sets.ts";

/** What the scorer must reach for an article to be held back; see core/src/answers/steering.ts. */
const IN_CITED = 0.8;
const PASSAGE = 1_200;
const BASES = ["ray-docs", "ibm-cloud-docs", "webapps-faq", "mtrag-general", "nq-clapnq"];
const HANDBOOK = fileURLToPath(new URL("../../../handbook/", import.meta.url));

/** Orders to the AI inside mails, by kind, and what is flagged without any: no kind of attack was learned from. */
export function measureHidden(): void {
  console.log("hidden orders: flagged");
  const mails = readLines("injection/dev/indirect.jsonl").map((line) => ({
    text: textOf(line, "text"),
    isAttack: line["label"] === 1,
    kind: textOf(line, "kind").replace("indirect/", ""),
  }));
  const attacks = mails.filter(({ isAttack }) => isAttack);
  for (const kind of [...new Set(attacks.map((mail) => mail.kind))].sort()) {
    const own = attacks.filter((mail) => mail.kind === kind);
    print(
      kind,
      own.map(({ text }) => text),
    );
  }
  print(
    "all mails with an attack",
    attacks.map(({ text }) => text),
  );
  print(
    "clean mails",
    mails.filter(({ isAttack }) => !isAttack).map(({ text }) => text),
  );
  print("sections of the handbook", readHandbook());
  for (const base of BASES) print(`passages of ${base}`, readPassages(base));
}

function print(name: string, texts: readonly string[]): void {
  const flagged = texts.filter((text) => scoreHiddenOrders(text) >= IN_CITED);
  const share = ((100 * flagged.length) / texts.length).toFixed(1);
  console.log(`  ${name}: ${share} % of ${texts.length}`);
}

function readHandbook(): string[] {
  const paths = readdirSync(HANDBOOK, { recursive: true, encoding: "utf8" });
  return paths
    .filter((path) => path.endsWith(".md"))
    .flatMap((path) =>
      readFileSync(`${HANDBOOK}${path}`, "utf8")
        .replace(/^---[\s\S]*?\n---\n/u, "")
        .split(/^(?=## )/mu),
    );
}

/** The first passage of a long article is of another kind than those inside: one of each. */
function readPassages(base: string): string[] {
  return readLines(`${base}/corpus.jsonl`)
    .slice(0, 600)
    .flatMap((line) => {
      const text = textOf(line, "text");
      return text.length > 2 * PASSAGE
        ? [text.slice(0, PASSAGE), text.slice(PASSAGE, 2 * PASSAGE)]
        : [text.slice(0, PASSAGE)];
    });
}
