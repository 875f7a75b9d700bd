/** What a call of a tool was given: the text itself when it is not JSON, which the caller will find and say. */
export function readToolInput(json: string): unknown {
  if (json.trim() === "") return {}; // how a tool without arguments is called
  try {
    return JSON.parse(json);
  } catch {
    return json; // an expected finding: models write broken JSON, and the answer to the call tells them so
  }
}

/** An input as services take it back: they want an object, also for a call that had none. */
export function toToolInput(input: unknown): Record<string, unknown> {
  if (typeof input === "object" && input !== null && !Array.isArray(input)) return { ...input };
  return { invalid_input: typeof input === "string" ? input.toWellFormed() : input };
}

/** Services reject half a surrogate pair, and some of them an empty text. */
export function toToolOutput(output: string): string {
  return output === "" ? "(nothing)" : output.toWellFormed();
}
