export type DatabaseProblem = "unreachable" | "no_vector" | "too_old_server" | "empty" | "older" | "newer";

/** The database cannot be used as it is; `message` says what to do about it. */
export class DatabaseError extends Error {
  readonly problem: DatabaseProblem;

  constructor(problem: DatabaseProblem, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.name = "DatabaseError";
    this.problem = problem;
  }
}
