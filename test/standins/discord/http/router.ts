import { ApiError, refuse } from "../errors.ts";
import { invalidForm } from "../issues.ts";
import { isSnowflake } from "../snowflake.ts";
import { isDocumented } from "../validate/openapi.ts";
import type { Route } from "./call.ts";

export interface Match {
  readonly route: Route;
  readonly params: Record<string, string>;
}

interface Prepared {
  readonly route: Route;
  readonly segments: readonly string[];
}

export class Router {
  private readonly routes: readonly Prepared[];

  constructor(routes: readonly Route[]) {
    this.routes = routes
      .map((route) => ({ route, segments: route.template.split("/") }))
      // Fixed words before parameters: /users/@me is not a user called @me.
      .toSorted((a, b) => variables(a.segments) - variables(b.segments));
  }

  /** Throws 404 for an unknown path, 405 for a known one with another method, 501 for what is only missing here. */
  match(method: string, path: string): Match {
    const segments = path.split("/").map(decode);
    const fitting = this.routes.filter((entry) => fits(entry.segments, segments));
    const best = fitting.find((entry) => entry.route.method === method);
    if (!best && isDocumented(method, path)) {
      throw new ApiError(501, -1, `This stand-in lacks ${method} ${path}, which Discord has`);
    }
    if (!best) throw refuse(fitting.length > 0 ? "methodNotAllowed" : "routeNotFound");
    return { route: best.route, params: paramsOf(best.segments, segments) };
  }
}

function variables(segments: readonly string[]): number {
  return segments.filter((segment) => segment.startsWith(":")).length;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    // A stray percent sign is part of no known path.
    return segment;
  }
}

function fits(template: readonly string[], segments: readonly string[]): boolean {
  return (
    template.length === segments.length &&
    template.every((part, index) => part.startsWith(":") || part === segments[index])
  );
}

function paramsOf(template: readonly string[], segments: readonly string[]): Record<string, string> {
  const params: Record<string, string> = {};
  for (const [index, part] of template.entries()) {
    const value = segments[index];
    if (part.startsWith(":") && value !== undefined) params[part.slice(1)] = value;
  }
  return params;
}

/** Every parameter whose name ends in _id is a snowflake. */
export function requireSnowflakes(params: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(params)) {
    if (!name.endsWith("_id") || isSnowflake(value)) continue;
    throw invalidForm([name], "NUMBER_TYPE_COERCE", `Value "${value}" is not snowflake.`);
  }
}
