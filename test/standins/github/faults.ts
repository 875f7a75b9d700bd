/** What goes wrong with a request. */
export type Fault = {
  /** Which requests, as "POST /repos/acme/shop/issues" would be matched; all without one. */
  match?: RegExp;
  /** How many of them; 1 without one. */
  times?: number;
} & (
  | { kind: "status"; status: number; message?: string; headers?: Record<string, string> }
  /** The connection breaks off before anything has happened. */
  | { kind: "cut_before" }
  /** It happens, and the connection breaks off in place of the answer. */
  | { kind: "cut_after" }
  /** It happens, and the answer ends in its middle. */
  | { kind: "cut_within" }
  | { kind: "slow"; ms: number }
);

export class Faults {
  readonly #waiting: (Fault & { left: number })[] = [];

  add(fault: Fault): void {
    this.#waiting.push({ ...fault, left: fault.times ?? 1 });
  }

  clear(): void {
    this.#waiting.length = 0;
  }

  /** The fault for this request, which is thereby used up. */
  take(method: string, path: string): Fault | null {
    const fault = this.#waiting.find(
      ({ match, left }) => left > 0 && (match === undefined || match.test(`${method} ${path}`)),
    );
    if (!fault) return null;
    fault.left -= 1;
    return fault;
  }
}
