import type { ToolCall, ToolSpec } from "../ports.ts";
import { deleteFile, editFile, writeFile } from "./edit-tools.ts";
import { finish, missingTest, runTests } from "./end-tools.ts";
import { listFiles, readFile, search } from "./look-tools.ts";
import { failed } from "./tool.ts";
import type { Tool, ToolDesk, ToolOutcome } from "./tool.ts";

const TOOLS: readonly Tool[] = [
  listFiles,
  readFile,
  search,
  editFile,
  writeFile,
  deleteFile,
  runTests,
  finish,
];

export const TOOL_SPECS: ToolSpec[] = TOOLS.map((tool) => tool.spec);

/** Does what the model asked for, as far as the rules allow it. `wasReminded`: it has been asked for a test before. */
export async function callTool(
  desk: ToolDesk,
  call: ToolCall,
  { wasReminded }: { wasReminded: boolean },
): Promise<ToolOutcome & { isReminder?: true }> {
  const tool = TOOLS.find(({ spec }) => spec.name === call.name);
  if (!tool)
    return failed(
      `There is no tool of this name; there are ${TOOLS.map(({ spec }) => spec.name).join(", ")}.`,
    );
  const result = await tool.run(desk, call.input);
  if (result.outcome !== "finished" || wasReminded) return result;
  const reminder = await missingTest(desk);
  return reminder === null ? result : { ...failed(reminder), isReminder: true };
}
