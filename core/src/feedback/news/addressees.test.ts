import { expect, test } from "vitest";
import { toAddressees } from "./addressees.ts";
import type { NewsReader } from "./addressees.ts";

const slackUser = (userId: string) => ({ platform: "slack" as const, userId });
const reader = (personId: number, changes: Partial<NewsReader> = {}): NewsReader => ({
  personId,
  value: 1,
  platform: "slack",
  channelId: "C1",
  threadId: "1.1",
  identity: slackUser(`U${personId}`),
  ...changes,
});
const web = { platform: null, channelId: null, threadId: null };

test("a thread hears it once for all who voted in it", () => {
  expect(toAddressees([reader(1), reader(2), reader(3, { threadId: "2.2" })])).toEqual([
    {
      kind: "thread",
      thread: { platform: "slack", channelId: "C1", threadId: "1.1" },
      userIds: ["U1", "U2"],
      voted: "for",
    },
    {
      kind: "thread",
      thread: { platform: "slack", channelId: "C1", threadId: "2.2" },
      userIds: ["U3"],
      voted: "for",
    },
  ]);
});

test.each<[string, NewsReader, string]>([
  ["in a channel but in no thread", reader(1, { threadId: null }), "direct"],
  [
    "in the help panel and is known in Slack",
    reader(1, { platform: "panel", channelId: "panel", threadId: "x" }),
    "direct",
  ],
  ["on the web and is known in Slack", reader(1, web), "direct"],
  ["on the web and is known nowhere else", reader(1, { ...web, identity: null }), "web"],
])("somebody who voted %s is told apart", (_, one, kind) => {
  expect(toAddressees([one])).toMatchObject([{ kind, personId: 1 }]);
});

test("whoever voted against it is told so, and in a thread of both kinds nobody is told what others did", () => {
  const against = { value: -1 };
  const readers = [
    reader(1),
    reader(2, against),
    reader(3, { threadId: "2.2", ...against }),
    reader(4, { ...web, ...against }),
    reader(5, { ...web, identity: null }),
  ];

  expect(toAddressees(readers).map(({ voted }) => voted)).toEqual(["on", "against", "against", "for"]);
});

test("nobody is told twice, however they voted", () => {
  const readers = [
    reader(1),
    reader(2, web),
    reader(3, { ...web, identity: null }),
    reader(4, { threadId: null }),
  ];
  const told = toAddressees(readers).flatMap((one) =>
    one.kind === "thread" ? one.userIds : [String(one.personId)],
  );

  expect(told).toHaveLength(readers.length);
});

test("who voted in a thread under an account that is gone is still told with the others", () => {
  expect(toAddressees([reader(1), reader(2, { identity: null })])).toHaveLength(1);
});
