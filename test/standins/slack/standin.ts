import type { Core } from "./core.ts";
import type { Entries } from "./element-state.ts";
import {
  type ClickOptions,
  clickMessage,
  clickView,
  useGlobalShortcut,
  useMessageShortcut,
} from "./interactions.ts";
import { joinChannel } from "./joining.ts";
import { emit } from "./events.ts";
import { nextTs } from "./ids.ts";
import { removeMessage, toggleReaction } from "./messages.ts";
import { edit, openAppHome, say, type SayOptions, unfurl } from "./people.ts";
import { closeView, runCommand, submitView, type SubmitResult } from "./submissions.ts";
import type { Call, Ephemeral, Message, Notification, OpenView, Reaction, Rejection } from "./types.ts";
import type { NewChannel, Workspace } from "./workspace.ts";

export interface NewUser {
  name: string;
  realName?: string;
  /** The bot of another app: what it says carries a bot_id. */
  isBot?: boolean;
  tz?: string;
  email?: string;
  /** Of another company, in a shared channel. */
  teamId?: string;
}

/** The people of the workspace and what can be seen in it. The server and its faults are in SlackStandin. */
export class People {
  readonly core: Core;

  constructor(core: Core) {
    this.core = core;
  }

  get workspace(): Workspace {
    return this.core.workspace;
  }

  /** @returns the user's id */
  addUser(input: NewUser): string {
    return this.workspace.addUser(input).id;
  }

  /** @returns the channel's id; every person is a member unless `members` says otherwise */
  addChannel(input: NewChannel): string {
    return this.workspace.addChannel(input).id;
  }

  archive(channel: string): void {
    this.workspace.getChannel(channel).isArchived = true;
  }

  /** Takes the bot out of a channel, as `/remove` does. */
  removeBot(channel: string): void {
    this.workspace.getChannel(channel).members.delete(this.workspace.botUserId);
  }

  /** Somebody invites the bot: it joins and hears of it. */
  inviteBot(channel: string, inviter: string): string {
    return joinChannel(this.core, this.workspace.getChannel(channel), this.workspace.botUserId, inviter);
  }

  /** The direct message between a person and the bot. */
  openDm(userId: string): string {
    return this.workspace.openDm(this.workspace.getUser(userId).id).id;
  }

  /** @returns the ts of the message */
  say(userId: string, channel: string, text: string, options: SayOptions = {}): string {
    return say(this.core, userId, this.workspace.getChannel(channel), text, options).ts;
  }

  /** Says something that begins with the bot's name. */
  mention(userId: string, channel: string, text: string, options: SayOptions = {}): string {
    return this.say(userId, channel, `<@${this.workspace.botUserId}> ${text}`, options);
  }

  edit(userId: string, channel: string, ts: string, text: string): void {
    const message = this.workspace.getMessage(channel, ts);
    edit(this.core, userId, this.workspace.getChannel(channel), message, text);
  }

  remove(channel: string, ts: string): void {
    removeMessage(this.core, this.workspace.getChannel(channel), this.workspace.getMessage(channel, ts));
  }

  unfurl(channel: string, ts: string): void {
    unfurl(this.core, this.workspace.getChannel(channel), this.workspace.getMessage(channel, ts));
  }

  /** @returns the ts of the join message */
  join(userId: string, channel: string): string {
    return joinChannel(this.core, this.workspace.getChannel(channel), userId);
  }

  react(userId: string, channel: string, ts: string, name: string): void {
    toggleReaction(this.core, this.workspace.getMessage(channel, ts), name, userId, true);
  }

  unreact(userId: string, channel: string, ts: string, name: string): void {
    toggleReaction(this.core, this.workspace.getMessage(channel, ts), name, userId, false);
  }

  /** Resolves when the app has acknowledged; rejects when it has not in time. */
  async click(
    userId: string,
    channel: string,
    ts: string,
    actionId: string,
    options: ClickOptions = {},
  ): Promise<void> {
    await clickMessage(this.core, userId, channel, ts, actionId, options);
  }

  async clickView(viewId: string, actionId: string, options: ClickOptions = {}): Promise<void> {
    await clickView(this.core, this.#view(viewId), actionId, options);
  }

  /** @param values entries by action_id or block_id; a choice is the value of its option */
  async submitView(viewId: string, values: Entries): Promise<SubmitResult> {
    return submitView(this.core, this.#view(viewId), values);
  }

  async closeView(viewId: string): Promise<void> {
    await closeView(this.core, this.#view(viewId));
  }

  /** @returns what the app acknowledged the command with */
  async slash(userId: string, channel: string, command: string, text = ""): Promise<unknown> {
    return runCommand(this.core, userId, this.workspace.getChannel(channel), command, text);
  }

  async messageShortcut(userId: string, channel: string, ts: string, callbackId: string): Promise<void> {
    const message = this.workspace.getMessage(channel, ts);
    await useMessageShortcut(this.core, userId, this.workspace.getChannel(channel), message, callbackId);
  }

  async globalShortcut(userId: string, callbackId: string): Promise<void> {
    await useGlobalShortcut(this.core, userId, callbackId);
  }

  openAppHome(userId: string, tab: "home" | "messages" = "home"): void {
    openAppHome(this.core, userId, tab);
  }

  /** The person presses the stop button while the agent works in a thread. */
  stopAgent(userId: string, channel: string, threadTs: string): void {
    const isStreaming = ({ streamingState }: Message): boolean => streamingState === "in_progress";
    const streams = this.workspace.repliesTo(channel, threadTs).filter(isStreaming);
    emit(
      this.core,
      {
        type: "agent_session_stopped",
        channel,
        user: userId,
        thread_ts: threadTs,
        streaming_message_ts: streams.map(({ ts }) => ts),
        event_ts: nextTs(),
      },
      this.workspace.getChannel(channel),
    );
  }

  #view(id: string): OpenView {
    const homes = [...this.workspace.homes.values()];
    const view = this.workspace.views.get(id) ?? homes.find((home) => home.id === id);
    if (!view?.isOpen) throw new Error(`the view ${id} is not open`);
    return view;
  }

  /** Every message of a channel, replies included, oldest first. */
  messages(channel: string): readonly Message[] {
    return this.workspace.getChannel(channel).messages;
  }

  /** A parent and its replies. */
  thread(channel: string, ts: string): readonly Message[] {
    const isPart = (message: Message): boolean => message.ts === ts || message.threadTs === ts;
    return this.messages(channel).filter(isPart);
  }

  reactions(channel: string, ts: string): readonly Reaction[] {
    return this.workspace.getMessage(channel, ts).reactions;
  }

  /** The messages of the direct message with a person. */
  dms(userId: string): readonly Message[] {
    return this.messages(this.openDm(userId));
  }

  ephemerals(userId: string): readonly Ephemeral[] {
    return this.workspace.ephemerals.filter(({ user }) => user === userId);
  }

  notifications(channel?: string): readonly Notification[] {
    return this.workspace.notifications.filter((each) => channel === undefined || each.channel === channel);
  }

  /** Every modal that was opened, oldest first; `isOpen` tells which still stand. */
  views(): readonly OpenView[] {
    return [...this.workspace.views.values()];
  }

  home(userId: string): OpenView | undefined {
    return this.workspace.homes.get(userId);
  }

  /** Every call of the app, with arguments converted from the form, tokens left out. */
  calls(method?: string): readonly Call[] {
    return this.workspace.calls.filter((call) => method === undefined || call.method === method);
  }

  get errors(): readonly Rejection[] {
    return this.workspace.errors;
  }
}
