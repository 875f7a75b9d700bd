import type { CommandRun, Workbench } from "@firstline/core";

/** What a run of the tests sees: the files with the changes laid over them. */
export type TestRun = (files: ReadonlyMap<string, string>, command: string) => Partial<CommandRun>;

export type FakeWorkbench = Workbench & {
  /** Runs so far, with the paths that were laid over the copy. */
  runs: { command: string; changed: string[] }[];
  copies: { made: number; open: number };
  /** Set to say that nothing can be shut in here. */
  problem: string | null;
  failNext(error: Error): void;
};

/** Copies in memory, in which commands do what the test says: for everything that needs no real processes. */
export function fakeWorkbench(files: Record<string, string>, test: TestRun): FakeWorkbench {
  const runs: FakeWorkbench["runs"] = [];
  const copies = { made: 0, open: 0 };
  const failures: Error[] = [];
  const bench: FakeWorkbench = {
    runs,
    copies,
    problem: null,
    failNext: (error) => void failures.push(error),
    findProblem: async () => bench.problem,
    async checkOut({ signal }) {
      signal.throwIfAborted();
      const failure = failures.shift();
      if (failure) throw failure;
      copies.made += 1;
      copies.open += 1;
      return {
        sha: "a".repeat(40),
        listFiles: async () =>
          Object.entries(files).map(([path, text]) => ({ path, kind: "file", bytes: text.length })),
        readFile: async (path) => files[path] ?? null,
        async run(command, changes) {
          runs.push({ command, changed: [...changes.keys()].sort() });
          const now = new Map(Object.entries(files));
          for (const [path, content] of changes) {
            if (content === null) now.delete(path);
            else now.set(path, content);
          }
          return { exitCode: 0, stopped: null, output: "", seconds: 1, ...test(now, command) };
        },
        async close() {
          copies.open -= 1;
        },
      };
    },
  };
  return bench;
}
