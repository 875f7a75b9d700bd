import { ApiError } from "./errors.ts";
import type { Json, JsonObject } from "./json.ts";
import { isObject, printed } from "./json.ts";

export type Path = readonly (string | number)[];

/** Collects what is wrong with a form, and answers like Discord: code 50035 with the errors nested by field. */
export class Issues {
  private readonly root: JsonObject = {};
  private found = 0;

  get count(): number {
    return this.found;
  }

  add(path: Path, code: string, message: string): void {
    this.found += 1;
    let place = this.root;
    for (const step of path) {
      const next = place[String(step)];
      const child = isObject(next) ? next : {};
      place[String(step)] = child;
      place = child;
    }
    const known = place["_errors"];
    place["_errors"] = [...(Array.isArray(known) ? known : []), { code, message }];
  }

  /** A text field: absent and null pass unless `min` is 1 or more and `required` is set. */
  text(
    value: Json | undefined,
    path: Path,
    rule: { max: number; min?: number; required?: boolean },
  ): value is string {
    if (value === undefined || value === null) {
      if (rule.required) this.required(path);
      return false;
    }
    if (typeof value !== "string") {
      this.add(path, "STRING_TYPE_CONVERT", `Could not interpret "${printed(value)}" as string.`);
      return false;
    }
    this.length(value.length, path, rule.min ?? 0, rule.max);
    return true;
  }

  length(length: number, path: Path, min: number, max: number): void {
    if (length >= min && length <= max) return;
    if (min > 0) {
      this.add(path, "BASE_TYPE_BAD_LENGTH", `Must be between ${min} and ${max} in length.`);
      return;
    }
    this.add(path, "BASE_TYPE_MAX_LENGTH", `Must be ${max} or fewer in length.`);
  }

  required(path: Path): void {
    this.add(path, "BASE_TYPE_REQUIRED", "This field is required");
  }

  choices(path: Path, allowed: readonly (string | number)[]): void {
    this.add(path, "BASE_TYPE_CHOICES", `Value must be one of {${allowed.join(", ")}}.`);
  }

  range(value: Json | undefined, path: Path, min: number, max: number): void {
    if (value === undefined || value === null) return;
    if (typeof value !== "number" || !Number.isInteger(value)) {
      this.add(path, "NUMBER_TYPE_COERCE", `Value "${printed(value)}" is not int.`);
      return;
    }
    if (value < min)
      this.add(path, "NUMBER_TYPE_MIN", `int value should be greater than or equal to ${min}.`);
    if (value > max) this.add(path, "NUMBER_TYPE_MAX", `int value should be less than or equal to ${max}.`);
  }

  toError(): ApiError {
    return new ApiError(400, 50035, "Invalid Form Body", { errors: this.root });
  }

  throwIfAny(): void {
    if (this.found > 0) throw this.toError();
  }
}

/** The short way for a form with one thing wrong. */
export function invalidForm(path: Path, code: string, message: string): ApiError {
  const issues = new Issues();
  issues.add(path, code, message);
  return issues.toError();
}
