import { z } from "zod";
import type { RepositorySettings } from "../github/repository-settings.ts";
import type { CommandRun, ToolSpec } from "../ports.ts";
import type { Overlay } from "./overlay.ts";
import type { PathCheck, PathRefusal } from "./paths.ts";

/** What the tools of an attempt work on. */
export type ToolDesk = {
  overlay: Overlay;
  settings: RepositorySettings;
  /** Runs the test command over the files as they are now; a sentence when that cannot be done here. */
  runTests: () => Promise<CommandRun | string>;
};

/** What the model says when it is done. */
export type FinishedFix = { summary: string; cause: string; confidence: number; limits: string[] };

export type ToolOutcome =
  | { outcome: "done"; output: string }
  /** The model can mend its call: a text that was not found, a missing argument. */
  | { outcome: "error"; output: string }
  /** A rule stands against it. */
  | { outcome: "refused"; output: string; rule: PathRefusal["rule"] | "size" | "hidden" }
  | { outcome: "finished"; output: string; fix: FinishedFix };

export type Tool = {
  spec: ToolSpec;
  run(desk: ToolDesk, input: unknown): Promise<ToolOutcome>;
};

/** A tool whose input is checked before it runs: what a model sends is data. */
export function defineTool<Input>(tool: {
  name: string;
  description: string;
  input: z.ZodType<Input>;
  run: (desk: ToolDesk, input: Input) => Promise<ToolOutcome>;
}): Tool {
  const { $schema: _, ...inputSchema } = z.toJSONSchema(tool.input, { io: "input" });
  return {
    spec: { name: tool.name, description: tool.description, inputSchema },
    async run(desk, input) {
      const parsed = tool.input.safeParse(input);
      if (parsed.success) return tool.run(desk, parsed.data);
      const problems = parsed.error.issues.map(
        ({ path, message }) => `${path.length === 0 ? "input" : path.join(".")}: ${message}`,
      );
      return failed(`The input does not fit. ${problems.slice(0, 5).join("; ")}`);
    },
  };
}

export function done(output: string): ToolOutcome {
  return { outcome: "done", output };
}

export function failed(output: string): ToolOutcome {
  return { outcome: "error", output };
}

export function refused({ rule, reason }: Extract<PathCheck, { ok: false }>): ToolOutcome {
  return { outcome: "refused", rule, output: `Refused: ${reason}` };
}
