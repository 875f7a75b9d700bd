import { randomBytes } from "node:crypto";
import { refuse } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import { limits } from "../limits.ts";
import type { Records } from "../records.ts";
import type { InteractionSource, Message } from "../state/types.ts";

/** By Discord's numbers: 2 a command, 3 a component, 4 an autocomplete, 5 a modal. */
export type InteractionKind = 2 | 3 | 4 | 5;

export interface Acknowledgment {
  /** 4 a message, 5 a message later, 6 a change later, 7 a change, 8 suggestions, 9 a modal. */
  readonly type: number;
  readonly data: JsonObject | null;
  readonly afterMs: number;
}

/** One thing a person did, and what the bot has answered so far; changes as the bot goes on. */
export class Interaction {
  readonly id: string;
  readonly token = randomBytes(64).toString("base64url");
  readonly kind: InteractionKind;
  readonly userId: string;
  readonly channelId: string;
  readonly guildId: string | null;
  readonly commandName: string | null;
  /** A command from the menu of a message or a person, not a slash command. */
  readonly isMenu: boolean;
  /** For a modal: what the bot opened it with. */
  readonly openedBy: Interaction | null;
  /** The message whose component was used, also for a modal that such a component opened. */
  readonly source: Message | null;
  readonly createdAt = Date.now();
  acknowledgment: Acknowledgment | null = null;
  /** The answer's own message; for a change (6, 7) the message that carried the component. */
  original: Message | null = null;
  readonly followUps: Message[] = [];
  /** The modal that the bot opened with this interaction, as it sent it. */
  modal: JsonObject | null = null;
  /** What a person sees as "This application did not respond", or null. */
  failure: string | null = null;

  constructor(
    init: Pick<
      Interaction,
      "id" | "kind" | "userId" | "channelId" | "guildId" | "commandName" | "isMenu" | "openedBy" | "source"
    >,
  ) {
    this.id = init.id;
    this.kind = init.kind;
    this.userId = init.userId;
    this.channelId = init.channelId;
    this.guildId = init.guildId;
    this.commandName = init.commandName;
    this.isMenu = init.isMenu;
    this.openedBy = init.openedBy;
    this.source = init.source;
  }

  /** How messages that answer this say where they come from. */
  toSource(): InteractionSource {
    return {
      id: this.id,
      type: this.kind,
      userId: this.userId,
      commandName: this.commandName,
      messageId: this.kind === 3 ? (this.source?.id ?? null) : null,
      trigger: this.openedBy?.toSource() ?? null,
    };
  }

  /** The kind of the first answer, or null while there is none. */
  get type(): number | null {
    return this.acknowledgment?.type ?? null;
  }

  get data(): JsonObject | null {
    return this.acknowledgment?.data ?? null;
  }

  get isDeferred(): boolean {
    return this.type === 5 || this.type === 6;
  }

  /** True when only the person who asked sees the answer. */
  get isEphemeral(): boolean {
    return this.original !== null && this.original.ephemeralFor !== null;
  }

  get isExpired(): boolean {
    return Date.now() - this.createdAt > limits.interaction.tokenMs;
  }
}

export class Interactions {
  private readonly byId = new Map<string, Interaction>();
  private readonly byToken = new Map<string, Interaction>();
  private readonly records: Records;

  constructor(records: Records) {
    this.records = records;
  }

  get all(): readonly Interaction[] {
    return [...this.byId.values()];
  }

  add(interaction: Interaction): void {
    this.byId.set(interaction.id, interaction);
    this.byToken.set(interaction.token, interaction);
  }

  /** For the first answer: 10062 when it is not known or too late, 40060 when it has been given. */
  forCallback(id: string, token: string): Interaction {
    const interaction = this.byId.get(id);
    if (!interaction || interaction.token !== token) throw refuse("unknownInteraction");
    if (interaction.acknowledgment) throw refuse("alreadyAcknowledged");
    const isLate = Date.now() - interaction.createdAt > limits.interaction.acknowledgeMs;
    if (isLate || interaction.failure !== null) throw refuse("unknownInteraction");
    return interaction;
  }

  /** For what follows: 10015 before the first answer, 50027 when the fifteen minutes are over. */
  forWebhook(token: string): Interaction | null {
    const interaction = this.byToken.get(token);
    if (!interaction) return null;
    if (interaction.isExpired) throw refuse("invalidWebhookToken");
    if (!interaction.acknowledgment) throw refuse("unknownWebhook");
    return interaction;
  }

  acknowledge(interaction: Interaction, type: number, data: JsonObject | null): void {
    interaction.acknowledgment = { type, data, afterMs: Date.now() - interaction.createdAt };
    this.records.changed();
  }

  fail(interaction: Interaction, failure: string): void {
    interaction.failure = failure;
    this.records.reject({
      where: "interaction",
      status: 0,
      code: 10062,
      message: failure,
      detail: { id: interaction.id, kind: interaction.kind, command: interaction.commandName },
    });
  }
}
