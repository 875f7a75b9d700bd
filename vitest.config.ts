import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{bot,cli,core,db,web,worker}/**/*.test.ts", "test/**/*.test.ts"],
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Many tests play real protocols against real clocks; a shared machine may be too slow for one of them, once.
    retry: process.env["CI"] ? 1 : 0,
  },
});
