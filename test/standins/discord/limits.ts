/** Discord's documented limits as data. Lengths are counted in UTF-16 units, the stricter of the two readings. */
export const limits = {
  message: { content: 2000, embeds: 10, files: 10, stickers: 3, nonce: 25, history: 100 },
  file: { bytes: 10 * 1024 * 1024 },
  embed: {
    total: 6000,
    title: 256,
    description: 4096,
    fields: 25,
    fieldName: 256,
    fieldValue: 1024,
    footer: 2048,
    author: 256,
    url: 2048,
  },
  components: { rows: 5, buttonsInRow: 5, totalV2: 40, textV2: 4000, customId: 100, label: 80, url: 512 },
  select: { options: 25, label: 100, value: 100, description: 100, placeholder: 150 },
  modal: {
    title: 45,
    components: 5,
    inputLabel: 45,
    inputPlaceholder: 100,
    inputValue: 4000,
    labelText: 45,
    labelDescription: 100,
  },
  thread: { name: 100, appliedTags: 5, active: 1000, slowmode: 21_600 },
  forum: { tags: 20, tagName: 20 },
  channel: {
    name: 100,
    topic: 1024,
    forumTopic: 4096,
    renamesInWindow: 2,
    renameWindowMs: 600_000,
    pins: 250,
  },
  reactions: { distinct: 20 },
  mentions: { ids: 100 },
  command: {
    name: 32,
    description: 100,
    options: 25,
    choices: 25,
    choiceName: 100,
    choiceValue: 100,
    total: 8000,
    chatInput: 100,
    user: 15,
    message: 15,
    stringLength: 6000,
  },
  webhook: { name: 80, inChannel: 15 },
  interaction: { acknowledgeMs: 3000, tokenMs: 15 * 60_000 },
  nonceWindowMs: 5 * 60_000,
  gateway: { sendsInWindow: 120, windowMs: 60_000, payloadBytes: 4096, chunk: 1000 },
} as const;

export const AUTO_ARCHIVE_MINUTES: readonly number[] = [60, 1440, 4320, 10_080];

export const messageFlags = {
  crossposted: 1 << 0,
  suppressEmbeds: 1 << 2,
  hasThread: 1 << 5,
  ephemeral: 1 << 6,
  loading: 1 << 7,
  suppressNotifications: 1 << 12,
  componentsV2: 1 << 15,
} as const;

export const channelTypes = {
  text: 0,
  dm: 1,
  voice: 2,
  category: 4,
  announcement: 5,
  announcementThread: 10,
  publicThread: 11,
  privateThread: 12,
  forum: 15,
  media: 16,
} as const;

export const messageTypes = {
  plain: 0,
  nameChange: 4,
  pinned: 6,
  memberJoin: 7,
  threadCreated: 18,
  reply: 19,
  chatInputCommand: 20,
  threadStarter: 21,
  contextMenuCommand: 23,
} as const;

export const FORUM_REQUIRES_TAG = 1 << 4;
