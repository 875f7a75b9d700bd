import { ApiError, withMessages } from "../api-error.ts";
import type { Args } from "../args.ts";
import type { Core } from "../core.ts";
import type { Json } from "../json.ts";
import { findOpenView, findStack, openView, publishHome, replaceView, toWireView } from "../view-store.ts";
import type { OpenView, Trigger } from "../types.ts";
import { checkView } from "../validate/blocks.ts";
import { MAX_PUSHED_VIEWS, MAX_VIEW_BYTES } from "../validate/limits.ts";
import type { MethodTable } from "./method.ts";

const OPEN_ARGS = { trigger_id: "string", interactivity_pointer: "string", "view!": "object" } as const;

export const viewMethods: MethodTable = {
  "views.open": {
    token: "bot",
    args: OPEN_ARGS,
    run(core, args) {
      const trigger = findTrigger(core, args);
      const view = readView(core, args, "modal");
      trigger.isUsed = true;
      return { view: toWireView(core, openView(core, trigger.userId, view, null)) };
    },
  },
  "views.push": {
    token: "bot",
    args: OPEN_ARGS,
    run(core, args) {
      const trigger = findTrigger(core, args);
      const parent = trigger.viewId === undefined ? undefined : findOpenView(core, trigger.viewId);
      if (!parent) throw new ApiError("not_found");
      if (findStack(core, parent).length >= MAX_PUSHED_VIEWS) throw new ApiError("push_limit_reached");
      const view = readView(core, args, "modal");
      trigger.isUsed = true;
      return { view: toWireView(core, openView(core, trigger.userId, view, parent)) };
    },
  },
  "views.update": {
    token: "bot",
    args: { view_id: "string", external_id: "string", hash: "string", "view!": "object" },
    run(core, args) {
      const target = findTarget(core, args);
      checkHash(args, target);
      replaceView(target, readView(core, args, "modal", target.id));
      core.workspace.changed();
      return { view: toWireView(core, target) };
    },
  },
  "views.publish": {
    token: "bot",
    args: { "user_id!": "string", hash: "string", "view!": "object" },
    run(core, args) {
      const userId = args.text("user_id");
      if (!core.workspace.users.has(userId)) throw new ApiError("user_not_found");
      const home = core.workspace.homes.get(userId);
      if (home) checkHash(args, home);
      return { view: toWireView(core, publishHome(core, userId, readView(core, args, "home"))) };
    },
  },
};

/** A trigger works once and for three seconds; it counts as used only when the view opens. */
function findTrigger(core: Core, args: Args): Trigger {
  const id = args.find("trigger_id") ?? args.find("interactivity_pointer");
  if (id === undefined) throw withMessages("invalid_arguments", ["missing required field: trigger_id"]);
  if (!/^\d+\.\d+\.[0-9a-f]+$/.test(id)) throw new ApiError("invalid_trigger_id");
  const trigger = core.workspace.triggers.get(id);
  if (!trigger) throw new ApiError("invalid_trigger_id");
  if (trigger.isUsed) throw new ApiError("exchanged_trigger_id");
  if (Date.now() > trigger.expiresAt) throw new ApiError("expired_trigger_id");
  return trigger;
}

function findTarget(core: Core, args: Args): OpenView {
  const viewId = args.find("view_id");
  const externalId = args.find("external_id");
  if (viewId === undefined && externalId === undefined) {
    throw withMessages("invalid_arguments", ["one of view_id, external_id is required"]);
  }
  const views = [...core.workspace.views.values()];
  const found =
    viewId === undefined
      ? views.find(({ view }) => view["external_id"] === externalId)
      : core.workspace.views.get(viewId);
  if (!found?.isOpen) throw new ApiError("not_found");
  return found;
}

function checkHash(args: Args, target: OpenView): void {
  const hash = args.find("hash");
  if (hash !== undefined && hash !== target.hash) throw new ApiError("hash_conflict");
}

function readView(core: Core, args: Args, type: "modal" | "home", ownId?: string): Json {
  const view = args.object("view") ?? {};
  checkViewJson(core, view, type);
  const externalId = view["external_id"];
  const isTaken = [...core.workspace.views.values()].some(
    (each) =>
      each.isOpen && each.id !== ownId && externalId !== undefined && each.view["external_id"] === externalId,
  );
  if (isTaken) throw new ApiError("duplicate_external_id");
  return view;
}

/** Throws what Slack answers to a view it does not take. */
export function checkViewJson(core: Core, view: Json, type: "modal" | "home"): void {
  if (Buffer.byteLength(JSON.stringify(view)) > MAX_VIEW_BYTES) throw new ApiError("view_too_large");
  const problems = checkView(core.schema, view);
  if (view["type"] !== type) problems.push(`must be a ${type} view [json-pointer:/view/type]`);
  if (problems.length > 0) throw withMessages("invalid_arguments", problems);
}
