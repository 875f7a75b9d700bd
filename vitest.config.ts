import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{bot,cli,core,db,web,worker}/**/*.test.ts", "test/**/*.test.ts"],
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
