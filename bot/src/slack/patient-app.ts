import { App } from "@slack/bolt";
import type { AppOptions, ReceiverEvent } from "@slack/bolt";

export type PatientAppOptions = AppOptions & {
  /** Throws while events can't be handled yet. */
  requireReady: () => void;
};

/**
 * Bolt acknowledges an event before its listeners run, so that a crash in between loses it. Here an event is
 * acknowledged after its listeners: when one fails, Slack brings the event again, and repeats are harmless.
 * Everything that a person waits for (buttons, commands, forms) is acknowledged by its listener as usual.
 */
export class PatientApp extends App {
  readonly #requireReady: () => void;
  readonly #running = new Set<Promise<void>>();

  constructor({ requireReady, ...options }: PatientAppOptions) {
    super(options);
    this.#requireReady = requireReady;
    // Failures reach the receiver, which then does not acknowledge.
    this.error(async (error) => {
      throw error;
    });
  }

  override async processEvent(event: ReceiverEvent): Promise<void> {
    const run = this.#process(event);
    this.#running.add(run);
    try {
      await run;
    } finally {
      this.#running.delete(run);
    }
  }

  async #process(event: ReceiverEvent): Promise<void> {
    this.#requireReady();
    if (event.body["type"] !== "event_callback") return super.processEvent(event);
    await super.processEvent({ ...event, ack: () => Promise.resolve() });
    await event.ack();
  }

  /** Resolves when everything that has come in is done, well or not. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled(this.#running);
  }
}
