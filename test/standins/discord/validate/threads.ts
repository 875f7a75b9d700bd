import { ApiError, refuse } from "../errors.ts";
import { Issues } from "../issues.ts";
import type { JsonObject } from "../json.ts";
import { numberOr, textOr, textsOf } from "../json.ts";
import { AUTO_ARCHIVE_MINUTES, FORUM_REQUIRES_TAG, limits } from "../limits.ts";
import { has } from "../state/access.ts";
import type { Channel } from "../state/types.ts";
import type { World } from "../state/world.ts";

/** Checks what every new thread carries: name, archive time, slow mode. */
export function checkNewThread(body: JsonObject): void {
  const issues = new Issues();
  const name = textOr(body["name"], "");
  const rule = { min: 1, max: limits.thread.name, required: true };
  if (issues.text(body["name"], ["name"], rule) && name !== "" && name.trim() === "") {
    issues.length(0, ["name"], 1, limits.thread.name);
  }
  checkTimes(issues, body);
  issues.throwIfAny();
}

export function checkTimes(issues: Issues, body: JsonObject): void {
  const minutes = body["auto_archive_duration"];
  if (minutes !== undefined && minutes !== null && !AUTO_ARCHIVE_MINUTES.includes(numberOr(minutes, 0))) {
    issues.choices(["auto_archive_duration"], AUTO_ARCHIVE_MINUTES);
  }
  issues.range(body["rate_limit_per_user"], ["rate_limit_per_user"], 0, limits.thread.slowmode);
}

/** The tags of a post: known to the forum, at most five, moderated ones for moderators, one where one is required. */
export function readTags(world: World, forum: Channel, value: JsonObject["applied_tags"]): string[] {
  const tags = [...new Set(textsOf(value))];
  if (tags.length > limits.thread.appliedTags) {
    const issues = new Issues();
    issues.length(tags.length, ["applied_tags"], 0, limits.thread.appliedTags);
    throw issues.toError();
  }
  for (const id of tags) {
    const tag = forum.tags.find((each) => each.id === id);
    if (!tag) throw new ApiError(400, 10087, "Unknown tag");
    if (tag.moderated && !has(world, world.bot.id, forum, "MANAGE_THREADS"))
      throw refuse("missingPermissions");
  }
  if (tags.length === 0 && (forum.flags & FORUM_REQUIRES_TAG) !== 0) throw refuse("tagRequired");
  return tags;
}
