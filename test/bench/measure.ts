/** Runs `work` so many times, one after the other; answers how often a second it ran. */
export async function rate(times: number, work: (i: number) => Promise<void>): Promise<number> {
  const started = performance.now();
  for (let i = 0; i < times; i += 1) await work(i);
  return times / ((performance.now() - started) / 1000);
}

/** The value below which a share of the values lies. */
export function quantile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
