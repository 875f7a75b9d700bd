import { ApiError } from "./api-error.ts";
import type { Core } from "./core.ts";
import { newResponseUrl, newTriggerId } from "./core.ts";
import { type Entries, refusedInputs, toStateValues } from "./element-state.ts";
import { viewInteraction } from "./interactions.ts";
import { isObject, type Json, toObject, toObjects, toText } from "./json.ts";
import { parseArgs } from "./args.ts";
import { CONTENT_ARGS, readContent } from "./methods/content.ts";
import { checkViewJson } from "./methods/views.ts";
import { postResponse } from "./response-url.ts";
import type { Channel, OpenView } from "./types.ts";
import { closeAllOf, findStack, openView, replaceView, toWireView } from "./view-store.ts";

export interface SubmitResult {
  /** The app's messages under the inputs, by block_id; null when it took the submission. */
  errors: Json | null;
  /** The view that stands open afterwards, if any. */
  view: OpenView | null;
}

/**
 * A person presses submit. Throws when Slack's client would not even send it, as with an empty required input,
 * or when the app answers something Slack shows as "trouble connecting".
 */
export async function submitView(core: Core, open: OpenView, entries: Entries): Promise<SubmitResult> {
  const blocks = toObjects(open.view["blocks"]);
  const values = toStateValues(blocks, entries);
  const refused = refusedInputs(blocks, values);
  if (refused.length > 0) throw new Error(`Slack does not submit this view: ${refused.join("; ")}`);
  const payload = viewInteraction(core, "view_submission", open, toWireView(core, open, values));
  const answer = await core.delivery.interact("interactive", payload, true);
  try {
    return applyAnswer(core, open, toObject(answer));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    core.workspace.reject("view_submission", error.code, JSON.stringify(error.extra));
    throw new Error(`Slack shows "We had some trouble connecting": ${error.code}`, { cause: error });
  }
}

function applyAnswer(core: Core, open: OpenView, answer: Json): SubmitResult {
  const action = answer["response_action"];
  const view = toObject(answer["view"]);
  switch (action) {
    case undefined:
      open.isOpen = false;
      return { errors: null, view: parentOf(core, open) };
    case "clear":
      closeAllOf(core, open.userId);
      return { errors: null, view: null };
    case "errors":
      return { errors: checkedErrors(open, answer), view: open };
    case "update":
      checkViewJson(core, view, "modal");
      replaceView(open, view);
      return { errors: null, view: open };
    case "push":
      checkViewJson(core, view, "modal");
      if (findStack(core, open).length >= 3) throw new ApiError("push_limit_reached");
      return { errors: null, view: openView(core, open.userId, view, open) };
    default:
      throw new ApiError("invalid_response_action", { action: String(action) });
  }
}

function parentOf(core: Core, open: OpenView): OpenView | null {
  const parent = open.previousViewId === null ? undefined : core.workspace.views.get(open.previousViewId);
  return parent?.isOpen ? parent : null;
}

/** Errors can stand only under input blocks that exist. */
function checkedErrors(open: OpenView, answer: Json): Json {
  const errors = toObject(answer["errors"]);
  const inputs = toObjects(open.view["blocks"]).filter(({ type }) => type === "input");
  const known = new Set(inputs.map((block) => block["block_id"]));
  const stray = Object.keys(errors).filter((blockId) => !known.has(blockId));
  if (stray.length > 0 || Object.keys(errors).length === 0) throw new ApiError("invalid_errors", { stray });
  return errors;
}

/** A person closes a modal; the app hears of it only if the view asked for that. */
export async function closeView(core: Core, open: OpenView): Promise<void> {
  open.isOpen = false;
  if (open.view["clear_on_close"] === true) closeAllOf(core, open.userId);
  if (open.view["notify_on_close"] !== true) return;
  await core.delivery.interact(
    "interactive",
    viewInteraction(core, "view_closed", open, toWireView(core, open)),
    false,
  );
}

/** A slash command; returns what the app acknowledged it with and shows it as Slack would. */
export async function runCommand(
  core: Core,
  userId: string,
  channel: Channel,
  command: string,
  text: string,
): Promise<unknown> {
  const { workspace } = core;
  const names = { channel: channel.name, group: "privategroup", im: "directmessage", mpim: channel.name };
  const url = newResponseUrl(core, { kind: "commands", userId, channel: channel.id });
  const payload = {
    token: workspace.verificationToken,
    team_id: workspace.teamId,
    team_domain: workspace.domain,
    channel_id: channel.id,
    channel_name: names[channel.kind],
    user_id: userId,
    user_name: workspace.getUser(userId).name,
    command,
    text,
    api_app_id: workspace.appId,
    is_enterprise_install: "false",
    response_url: url,
    trigger_id: newTriggerId(core, userId),
  };
  const answer = await core.delivery.interact("slash_commands", payload, true);
  showAnswer(core, new URL(url).pathname, answer);
  return answer;
}

function showAnswer(core: Core, path: string, answer: unknown): void {
  const body = typeof answer === "string" ? { text: answer } : answer;
  const target = core.workspace.responseUrls.get(path);
  if (!target || !isObject(body) || Object.keys(body).length === 0) return;
  const { response_type: responseType, ...rest } = body;
  try {
    const { args } = parseArgs(CONTENT_ARGS, rest);
    postResponse(core, target, readContent(core, args), toText(responseType) === "in_channel");
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    core.workspace.reject("slash_commands", error.code, JSON.stringify(error.extra));
  }
}
