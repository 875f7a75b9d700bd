import { describe, expect, test } from "vitest";
import { findChannels } from "./communities.ts";

describe("configured channels", () => {
  const channels = [
    { id: "1", name: "Support", isForum: true },
    { id: "2", name: "agents", isForum: false },
  ];

  test("are found by id, and by name with or without #", () => {
    const { found, missing } = findChannels(
      { supportChannels: ["#support", "9"], agentChannel: "2" },
      channels,
    );

    expect(found).toEqual([
      { externalId: "1", role: "support", name: "Support" },
      { externalId: "2", role: "agents", name: "agents" },
    ]);
    expect(missing).toEqual(["9"]);
  });
});
