import { ExampleSpace } from "@firstline/core/classify";
import { readLines, textOf } from "./sets.ts";

const READ_CHARACTERS = 600;

/** Prints for how many reports with a known duplicate one stands among the k likest of all others. */
export function measureReportDuplicates(): void {
  const reports = readLines("bugs/dev/bugs.jsonl").map((line) => {
    return {
      id: textOf(line, "id"),
      text: `${textOf(line, "title")}\n${textOf(line, "text").slice(0, READ_CHARACTERS)}`,
    };
  });
  const space = new ExampleSpace(reports.map(({ text }) => text));
  const vectors = reports.map(({ id, text }) => {
    const { at, values } = space.toVector(text);
    return { id, weights: new Map(Array.from(at, (place, i) => [place, values[i] ?? 0])) };
  });
  const places = readLines("bugs/dev/dups.jsonl").map((line) => {
    const known = new Set(Array.isArray(line["dups"]) ? line["dups"] : []);
    const own = vectors.find(({ id }) => id === line["id"])?.weights ?? new Map<number, number>();
    const ranked = vectors
      .filter(({ id }) => id !== line["id"])
      .map(({ id, weights }) => ({ id, likeness: likenessOf(own, weights) }))
      .sort((a, b) => b.likeness - a.likeness);
    return ranked.findIndex(({ id }) => known.has(id));
  });
  const recall = [1, 5, 10].map(
    (k) => places.filter((place) => place >= 0 && place < k).length / places.length,
  );
  console.log(
    `  reports: recall@1/5/10 ${recall.map((share) => share.toFixed(3)).join("/")} of ${places.length}`,
  );
}

function likenessOf(a: ReadonlyMap<number, number>, b: ReadonlyMap<number, number>): number {
  let sum = 0;
  for (const [place, value] of a) sum += value * (b.get(place) ?? 0);
  return sum;
}
