import { OverwriteType, PermissionFlagsBits } from "discord.js";
import { describe, expect, test } from "vitest";
import { inviteUrl, permissionsIn } from "./permissions.ts";

describe("permissions in a channel", () => {
  const { ViewChannel, SendMessages, Administrator } = PermissionFlagsBits;
  const guildId = "1";
  const standing = (everyone: bigint, own: bigint) => ({
    guildId,
    roles: [
      { id: guildId, permissions: String(everyone) },
      { id: "2", permissions: String(own) },
    ],
    member: { userId: "9", roles: ["2"] },
  });
  const overwrite = (id: string, allow: bigint, deny: bigint, type = OverwriteType.Role) => ({
    id,
    type,
    allow: String(allow),
    deny: String(deny),
  });

  test("a narrower overwrite wins over a wider one", () => {
    const overwrites = [
      overwrite("9", SendMessages, 0n, OverwriteType.Member),
      overwrite("2", 0n, SendMessages),
      overwrite(guildId, 0n, ViewChannel),
    ];

    const has = permissionsIn({ ...standing(ViewChannel, SendMessages), overwrites });

    expect(has.has("SendMessages")).toBe(true);
    expect(has.has("ViewChannel")).toBe(false);
  });

  test("an administrator may everything", () => {
    const overwrites = [overwrite(guildId, 0n, ViewChannel)];

    expect(permissionsIn({ ...standing(0n, Administrator), overwrites }).has("ViewChannel")).toBe(true);
  });
});

test("the invitation asks for what the bot uses and nothing more", () => {
  expect(inviteUrl("77")).toBe(
    "https://discord.com/oauth2/authorize?client_id=77&scope=bot+applications.commands&permissions=326417599552",
  );
});
