export { ensurePanelChannel } from "./channel.ts";
export { actInConversation, addPanelMessage, getConversation } from "./conversation.ts";
export type { Conversation } from "./conversation.ts";
export { FEED_START, readPanelFeed } from "./feed.ts";
export type { FeedCursor, FeedItem, PanelFeed } from "./feed.ts";
export { openPanelConversation } from "./open.ts";
export type { OpenedConversation, OpenPanelConversationInput } from "./open.ts";
