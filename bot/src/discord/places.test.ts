import { describe, expect, test } from "vitest";
import { placesOf } from "./places.ts";

describe("a message is looked for", () => {
  const ref = { platform: "discord", channelId: "parent", threadId: "thread", messageId: "m" } as const;
  const look = (isForum: boolean, isThread: boolean) => (id: string) => {
    if (id === "parent") return { guildId: "g", isForum, isThread: false };
    return isThread ? { guildId: "g", isForum: false, isThread } : null;
  };

  test.each([
    ["in a forum post, in its thread only", ref, look(true, true), ["thread"]],
    [
      "as a forum post's first message",
      { ...ref, threadId: null, messageId: "thread" },
      look(true, true),
      ["thread"],
    ],
    ["in a thread, then beside it", ref, look(false, true), ["thread", "parent"]],
    ["beside a thread that is not open yet, then in it", ref, look(false, false), ["parent", "thread"]],
    [
      "as the one that a thread hangs on",
      { ...ref, messageId: "thread" },
      look(false, true),
      ["parent", "thread"],
    ],
  ])("%s", (_, message, looked, places) => {
    expect(placesOf(message, looked)).toEqual(places);
  });
});
