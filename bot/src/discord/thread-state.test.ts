import { describe, expect, test } from "vitest";
import { tagsFor } from "./thread-state.ts";

const forum = ["🐛 Bug Report", "Question", "open", "Answered ✨", "Needs human", "Solved", "v2"].map(
  (name) => ({
    id: name.replace(/[^a-z0-9]/giu, "").toLowerCase(),
    name,
  }),
);

describe("the tags of a post", () => {
  test.each([
    [{ type: "bug", status: "new" } as const, [], ["bugreport", "open"]],
    [{ type: "bug", status: "ai_responding" } as const, ["bugreport", "open"], ["bugreport", "answered"]],
    [{ type: "general", status: "escalated" } as const, ["bugreport"], ["question", "needshuman"]],
    [{ type: "billing", status: "resolved" } as const, ["question", "open"], ["solved", "question"]],
  ])("%j follow the forum's own names", (state, applied, tags) => {
    expect(tagsFor(state, forum, applied)).toEqual(tags);
  });

  test("that people chose for something else stay", () => {
    expect(tagsFor({ type: "bug", status: "closed" }, forum, ["v2", "open"])).toEqual([
      "bugreport",
      "solved",
      "v2",
    ]);
  });

  test("are never more than Discord allows", () => {
    const others = ["a", "b", "c", "d", "e"];

    expect(tagsFor({ type: "bug", status: "new" }, forum, others)).toEqual([
      "bugreport",
      "open",
      "a",
      "b",
      "c",
    ]);
  });

  test("stay as they are where a forum has none of ours, since it may insist on one", () => {
    const odd = [{ id: "x", name: "Chit-chat" }];

    expect(tagsFor({ type: "bug", status: "resolved" }, odd, ["x"])).toEqual(["x"]);
  });

  test("lose the state even when nothing takes its place, but never the last one", () => {
    const plain = [{ id: "open", name: "Open" }];

    expect(tagsFor({ type: "bug", status: "resolved" }, plain, ["open", "y"])).toEqual(["y"]);
    expect(tagsFor({ type: "bug", status: "resolved" }, plain, ["open"])).toEqual(["open"]);
  });
});
