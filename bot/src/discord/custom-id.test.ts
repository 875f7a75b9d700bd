import { describe, expect, test } from "vitest";
import { fromCustomId, toCustomId } from "./custom-id.ts";

describe("a button's id", () => {
  test("carries action and value there and back", () => {
    const button = { action: "ticket_rate", value: "42:5" } as const;

    expect(fromCustomId(toCustomId(button))).toEqual(button);
  });

  test.each(["", "ticket_solved", "someone_elses:1", "open_link:https://example.com"])(
    "%j is not ours",
    (id) => {
      expect(fromCustomId(id)).toBeNull();
    },
  );
});
