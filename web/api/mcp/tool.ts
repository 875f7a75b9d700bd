import { AppError } from "@firstline/core";
import type { ApiScope } from "@firstline/core";
import type { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import type { CallToolResult } from "@modelcontextprotocol/sdk/types.js";
import type { z } from "@hono/zod-openapi";
import type { Web } from "../context.ts";
import { toProblem } from "../http/errors.ts";
import type { RateName } from "../http/limits.ts";
import type { Caller } from "../v1/api.ts";

export type Result<Output> = {
  /** For programs; of the tool's output schema. */
  data: Output;
  /** The same for a model to read. */
  text: string;
};

type Definition<Input extends z.ZodObject, Output extends z.ZodObject> = {
  name: string;
  title: string;
  description: string;
  /** What the key needs; without it the tool is not offered. */
  scope: ApiScope;
  rate?: RateName;
  /** Whether it only reads. */
  reads: boolean;
  input: Input;
  output: Output;
  run(caller: Caller, input: z.output<Input>): Promise<Result<z.input<Output>>>;
};

/** A tool that can be offered to a caller. */
export type Tool = { scope: ApiScope; offer(server: McpServer, caller: Caller): void };

/** Limits, errors and the form of answers are the same for all tools. */
export function defineTool<Input extends z.ZodObject, Output extends z.ZodObject>(
  tool: Definition<Input, Output>,
): Tool {
  const { name, title, description, scope, rate = "api", reads, input, output } = tool;
  return {
    scope,
    offer(server, caller) {
      const { web, key } = caller;
      const work = async (args: unknown): Promise<CallToolResult> => {
        try {
          web.limits.take(rate, `key ${key.id}`);
          const { data, text } = await tool.run(caller, input.parse(args));
          return { structuredContent: output.parse(data), content: [{ type: "text", text }] };
        } catch (error) {
          return refuse(web, error, name);
        }
      };
      server.registerTool(
        name,
        {
          title,
          description,
          inputSchema: input,
          outputSchema: output,
          annotations: { title, readOnlyHint: reads, destructiveHint: false, openWorldHint: false },
        },
        // The SDK has checked the arguments with this schema; they are parsed again to have their type.
        (async (args: unknown) => work(args)) as never,
      );
    },
  };
}

/** A sentence that the model can act on; what nobody may see goes to the log. */
function refuse(web: Web, error: unknown, tool: string): CallToolResult {
  const text = error instanceof AppError ? error.message : toProblem(web, error, `mcp ${tool}`).detail;
  return { isError: true, content: [{ type: "text", text }] };
}
