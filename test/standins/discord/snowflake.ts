const DISCORD_EPOCH = 1_420_070_400_000;

/** Makes ids that rise strictly, even within one millisecond, as Discord's do. */
export class Snowflakes {
  private last = 0n;

  next(at = Date.now()): string {
    const base = BigInt(at - DISCORD_EPOCH) << 22n;
    this.last = base > this.last ? base : this.last + 1n;
    return this.last.toString();
  }
}

export function isSnowflake(text: string): boolean {
  return /^(?:0|[1-9]\d{0,19})$/.test(text);
}

export function compareIds(a: string, b: string): number {
  const difference = BigInt(a) - BigInt(b);
  if (difference === 0n) return 0;
  return difference < 0n ? -1 : 1;
}
