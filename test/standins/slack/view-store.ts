import type { Core } from "./core.ts";
import { newHex, newId, nowSeconds } from "./ids.ts";
import { compact, type Json, toObjects } from "./json.ts";
import { storeBlocks } from "./methods/content.ts";
import type { OpenView } from "./types.ts";

/** Opens a modal over `parent`, or a fresh one in place of whatever its person had open. */
export function openView(core: Core, userId: string, view: Json, parent: OpenView | null): OpenView {
  const id = newId("V");
  const open: OpenView = {
    id,
    userId,
    view: stored(view),
    hash: newHash(),
    rootViewId: parent?.rootViewId ?? id,
    previousViewId: parent?.id ?? null,
    isOpen: true,
  };
  if (parent === null) closeAllOf(core, userId);
  core.workspace.views.set(id, open);
  core.workspace.changed();
  return open;
}

export function publishHome(core: Core, userId: string, view: Json): OpenView {
  const id = core.workspace.homes.get(userId)?.id ?? newId("V");
  const rest = { hash: newHash(), rootViewId: id, previousViewId: null, isOpen: true };
  const home = { id, userId, view: stored(view), ...rest };
  core.workspace.homes.set(userId, home);
  core.workspace.changed();
  return home;
}

export function replaceView(target: OpenView, view: Json): void {
  target.view = stored(view);
  target.hash = newHash();
}

export function findOpenView(core: Core, id: string): OpenView | undefined {
  const view = core.workspace.views.get(id);
  return view?.isOpen ? view : undefined;
}

/** The open views of one modal, from its root up. */
export function findStack(core: Core, view: OpenView): OpenView[] {
  return [...core.workspace.views.values()].filter(
    (each) => each.isOpen && each.rootViewId === view.rootViewId,
  );
}

export function closeAllOf(core: Core, userId: string): void {
  for (const view of core.workspace.views.values()) if (view.userId === userId) view.isOpen = false;
}

function stored(view: Json): Json {
  return { ...view, blocks: storeBlocks(toObjects(view["blocks"])) };
}

function newHash(): string {
  return `${nowSeconds()}.${newHex(4)}`;
}

/** @param values what the person has filled in, by block_id and action_id */
export function toWireView({ workspace }: Core, open: OpenView, values: Json = {}): Json {
  const { view } = open;
  const isModal = view["type"] === "modal";
  return compact({
    id: open.id,
    team_id: workspace.teamId,
    type: view["type"],
    blocks: view["blocks"],
    private_metadata: view["private_metadata"] ?? "",
    callback_id: view["callback_id"] ?? "",
    state: { values },
    hash: open.hash,
    title: isModal ? view["title"] : { type: "plain_text", text: "View Title", emoji: true },
    clear_on_close: view["clear_on_close"] ?? false,
    notify_on_close: view["notify_on_close"] ?? false,
    close: view["close"] ?? null,
    submit: view["submit"] ?? null,
    previous_view_id: open.previousViewId,
    root_view_id: open.rootViewId,
    app_id: workspace.appId,
    external_id: view["external_id"] ?? "",
    app_installed_team_id: workspace.teamId,
    bot_id: workspace.botId,
  });
}
