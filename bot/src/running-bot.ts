import type { ChatPlatform } from "@firstline/core";

/** A bot that listens on one platform. */
export type RunningBot = {
  /** For the delivery of what Firstline has to say there. */
  platform: ChatPlatform;
  /** Takes nothing new in and resolves when the events at hand are done. */
  stop(): Promise<void>;
};
