import { defineConfig } from "vitest/config";

const SETTINGS = {
  testTimeout: 60_000,
  hookTimeout: 120_000,
  // Many tests play real protocols against real clocks; a shared machine may be too slow for one of them, once.
  retry: process.env["CI"] ? 1 : 0,
};

/** They change what a whole process shares: its settings, its way to send requests. */
const ALONE = ["test/standins/discord/messages.test.ts"];

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          ...SETTINGS,
          name: "together",
          include: ["{bot,cli,core,db,web,worker}/**/*.test.ts", "test/**/*.test.ts"],
          exclude: ["**/node_modules/**", ...ALONE],
          // Files that follow each other in one process load the product once: half the time of all tests together.
          isolate: false,
        },
      },
      { test: { ...SETTINGS, name: "alone", include: ALONE } },
    ],
  },
});
