import { z } from "zod";

export type Env = Record<string, string | undefined>;

/** Reads settings and collects what is wrong with them instead of stopping at the first. */
export class EnvReader {
  readonly problems: string[] = [];
  readonly #env: Env;

  constructor(env: Env) {
    this.#env = env;
  }

  text(name: string): string | null {
    const value = this.#env[name]?.trim();
    return value ? value : null;
  }

  list(name: string): string[] {
    return (this.text(name) ?? "")
      .split(",")
      .map((part) => part.trim())
      .filter((part) => part !== "");
  }

  url(name: string, fallback: string): string {
    const value = this.text(name) ?? fallback;
    if (!URL.canParse(value) || !/^https?:$/u.test(new URL(value).protocol)) {
      this.problems.push(`${name} must be an http or https address; it is "${value}".`);
    }
    return value;
  }

  integer(name: string, fallback: number, range: { min: number; max: number }): number {
    const raw = this.text(name);
    const parsed = z.coerce
      .number()
      .int()
      .min(range.min)
      .max(range.max)
      .safeParse(raw ?? fallback);
    if (parsed.success) return parsed.data;
    this.problems.push(`${name} must be a whole number from ${range.min} to ${range.max}; it is "${raw}".`);
    return fallback;
  }

  oneOf<const Value extends string>(name: string, values: readonly Value[], fallback: Value): Value {
    const raw = this.text(name);
    if (raw === null) return fallback;
    const found = values.find((value) => value === raw);
    if (found !== undefined) return found;
    this.problems.push(`${name} must be one of ${values.join(", ")}; it is "${raw}".`);
    return fallback;
  }

  secret(name: string, shortest: number): string | null {
    const value = this.text(name);
    if (value !== null && value.length < shortest) {
      this.problems.push(
        `${name} must have at least ${shortest} characters: make one with "openssl rand -hex 32".`,
      );
    }
    return value;
  }

  /** A group of settings is there whole or not at all; answers whether its first one is there. */
  group(lead: string, others: string[]): boolean {
    if (this.text(lead) !== null) return true;
    const set = others.filter((name) => this.text(name) !== null);
    if (set.length > 0) this.problems.push(`${set.join(", ")} is set, but ${lead} is missing.`);
    return false;
  }
}
