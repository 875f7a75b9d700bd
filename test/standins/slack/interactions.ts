import { type Core, newResponseUrl, newTriggerId } from "./core.ts";
import {
  type Entries,
  type Entry,
  findElements,
  findOption,
  type Placed,
  toState,
  toStateValues,
} from "./element-state.ts";
import { nextTs } from "./ids.ts";
import { compact, type Json, toObject, toObjects, toText } from "./json.ts";
import type { Channel, Message, OpenView } from "./types.ts";
import { toWireView } from "./view-store.ts";
import { toWire } from "./wire.ts";

export interface ClickOptions {
  blockId?: string;
  /** Which option of a menu, which text of an input; a button needs none. */
  value?: Entry;
  /** What the other inputs of the message or view hold. */
  state?: Entries;
}

/** The parts that every interaction shares. */
function interaction(core: Core, type: string, userId: string): Json {
  const { workspace } = core;
  const user = workspace.getUser(userId);
  return {
    type,
    user: { id: user.id, username: user.name, name: user.name, team_id: workspace.teamId },
    api_app_id: workspace.appId,
    token: workspace.verificationToken,
    team: { id: workspace.teamId, domain: workspace.domain },
    enterprise: null,
    is_enterprise_install: false,
  };
}

function channelOf(channel: Channel): Json {
  const names = { channel: channel.name, group: "privategroup", im: "directmessage", mpim: channel.name };
  return { id: channel.id, name: names[channel.kind] };
}

/** A press on an element of a message, an ephemeral one included. */
export async function clickMessage(
  core: Core,
  userId: string,
  channelId: string,
  ts: string,
  actionId: string,
  options: ClickOptions,
): Promise<void> {
  const channel = core.workspace.getChannel(channelId);
  const ephemeral = core.workspace.ephemerals.find((each) => each.ts === ts && each.user === userId);
  const message = ephemeral ? undefined : core.workspace.getMessage(channelId, ts);
  const blocks = ephemeral?.blocks ?? [...(message?.blocks ?? []), ...blocksOfAttachments(message)];
  const placed = findPlaced(blocks, actionId, options, userId);
  const threadTs = ephemeral?.threadTs ?? message?.threadTs;
  const isEphemeral = ephemeral !== undefined;
  const payload = compact({
    ...interaction(core, "block_actions", userId),
    container: compact({
      type: "message",
      message_ts: ts,
      channel_id: channelId,
      is_ephemeral: isEphemeral,
      thread_ts: threadTs,
    }),
    trigger_id: newTriggerId(core, userId),
    channel: channelOf(channel),
    // An ephemeral message is not stored, so its payload carries none.
    message: message ? toWire(core.workspace, message, { isRead: true, metadata: "full" }) : undefined,
    state: { values: toStateValues(blocks, options.state ?? {}) },
    response_url: newResponseUrl(core, {
      kind: "actions",
      userId,
      channel: channelId,
      messageTs: ts,
      isEphemeral,
      ...threadField(threadTs),
    }),
    actions: [toAction(placed, options)],
  });
  await core.delivery.interact("interactive", payload, false);
}

function threadField(threadTs: string | undefined): { threadTs?: string } {
  return threadTs === undefined ? {} : { threadTs };
}

function blocksOfAttachments(message: Message | undefined): Json[] {
  return (message?.attachments ?? []).flatMap((attachment) => toObjects(attachment["blocks"]));
}

/** A press on an element of a modal or a Home tab. */
export async function clickView(
  core: Core,
  open: OpenView,
  actionId: string,
  options: ClickOptions,
): Promise<void> {
  const blocks = toObjects(open.view["blocks"]);
  const placed = findPlaced(blocks, actionId, options, open.userId);
  const view = toWireView(core, open, toStateValues(blocks, options.state ?? {}));
  const payload = {
    ...interaction(core, "block_actions", open.userId),
    container: { type: "view", view_id: open.id },
    trigger_id: newTriggerId(core, open.userId, open.id),
    view,
    actions: [toAction(placed, options)],
  };
  await core.delivery.interact("interactive", payload, false);
}

function findPlaced(
  blocks: readonly Json[],
  actionId: string,
  options: ClickOptions,
  userId: string,
): Placed {
  const placed = findElements(blocks).find(
    ({ element, blockId }) => element["action_id"] === actionId && (options.blockId ?? blockId) === blockId,
  );
  if (!placed) throw new Error(`there is nothing to click with action_id ${actionId}`);
  const visibleTo = placed.element["visible_to_user_ids"];
  if (Array.isArray(visibleTo) && !visibleTo.includes(userId))
    throw new Error(`${userId} does not see ${actionId}`);
  return placed;
}

function toAction({ element, blockId }: Placed, options: ClickOptions): Json {
  const type = toText(element["type"]) ?? "";
  const shared = { action_id: element["action_id"], block_id: blockId, type, action_ts: nextTs() };
  switch (type) {
    case "button":
    case "icon_button":
      return compact({
        ...shared,
        text: element["text"],
        value: element["value"],
        style: element["style"],
        url: element["url"],
      });
    case "feedback_buttons":
      return { ...shared, ...feedback(element, options.value ?? "") };
    case "overflow":
      return { ...shared, selected_option: findOption(element, options.value ?? "") };
    default:
      return { ...shared, ...toState(element, options.value) };
  }
}

function feedback(element: Json, value: Entry): Json {
  const buttons = [toObject(element["positive_button"]), toObject(element["negative_button"])];
  const button = buttons.find((each) => each["value"] === value);
  if (!button) throw new Error(`the feedback buttons have no value ${String(value)}`);
  return { text: button["text"], value };
}

/** A message shortcut from the context menu of a message. */
export async function useMessageShortcut(
  core: Core,
  userId: string,
  channel: Channel,
  message: Message,
  callbackId: string,
): Promise<void> {
  const payload = {
    ...interaction(core, "message_action", userId),
    action_ts: nextTs(),
    channel: channelOf(channel),
    callback_id: callbackId,
    trigger_id: newTriggerId(core, userId),
    response_url: newResponseUrl(core, {
      kind: "actions",
      userId,
      channel: channel.id,
      ...threadField(message.threadTs),
    }),
    message_ts: message.ts,
    message: toWire(core.workspace, message, { isRead: true }),
  };
  await core.delivery.interact("interactive", payload, false);
}

export async function useGlobalShortcut(core: Core, userId: string, callbackId: string): Promise<void> {
  const payload = {
    ...interaction(core, "shortcut", userId),
    action_ts: nextTs(),
    callback_id: callbackId,
    trigger_id: newTriggerId(core, userId),
  };
  await core.delivery.interact("interactive", payload, false);
}

export function viewInteraction(
  core: Core,
  type: "view_submission" | "view_closed",
  open: OpenView,
  view: Json,
): Json {
  const shared = { ...interaction(core, type, open.userId), view };
  if (type === "view_closed") return { ...shared, is_cleared: false };
  return { ...shared, trigger_id: newTriggerId(core, open.userId, open.id), response_urls: [] };
}
