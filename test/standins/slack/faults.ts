export type Fault =
  | { kind: "rate_limit"; retryAfter: number }
  | { kind: "error"; error: string; needed?: string; provided?: string }
  | { kind: "http_500" }
  | { kind: "hang"; ms: number; performs: boolean }
  | { kind: "lose_response" };

interface Planned {
  method: string;
  fault: Fault;
  left: number;
}

/** Faults that wait for the next calls of a method ("*" means any). Each call takes at most one, the oldest first. */
export class Faults {
  readonly #planned: Planned[] = [];

  plan(method: string, fault: Fault, times: number): void {
    this.#planned.push({ method, fault, left: times });
  }

  take(method: string): Fault | undefined {
    const planned = this.#planned.find((each) => each.left > 0 && [method, "*"].includes(each.method));
    if (!planned) return undefined;
    planned.left -= 1;
    return planned.fault;
  }

  clear(): void {
    this.#planned.length = 0;
  }
}
