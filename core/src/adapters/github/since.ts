/** GitHub's times have whole seconds; rounded down, so that nothing is missed. */
export function toSeconds(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}
