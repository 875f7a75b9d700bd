/** 95 % of the time, two-sided. */
const Z = 1.96;

/** The range in which the true share of successes lies, by Wilson; of no trials nothing is known. */
export function wilsonInterval(successes: number, trials: number, z = Z): { low: number; high: number } {
  if (trials === 0) return { low: 0, high: 1 };
  const share = successes / trials;
  const scale = 1 + z ** 2 / trials;
  const middle = share + z ** 2 / (2 * trials);
  const reach = z * Math.sqrt((share * (1 - share) + z ** 2 / (4 * trials)) / trials);
  return { low: Math.max(0, (middle - reach) / scale), high: Math.min(1, (middle + reach) / scale) };
}
