import { expect, test } from "vitest";
import { createLanes } from "./lanes.ts";

test("tasks of one lane keep their order, and lanes do not wait for each other", async () => {
  const lanes = createLanes();
  const done: string[] = [];
  const after = (ms: number, name: string) => async () => {
    await new Promise((resolve) => {
      setTimeout(resolve, ms);
    });
    done.push(name);
  };

  void lanes.run("a", after(30, "a1"));
  void lanes.run("a", after(0, "a2"));
  void lanes.run("b", after(10, "b1"));
  await lanes.drain();

  expect(done).toEqual(["b1", "a1", "a2"]);
});
