/** Discord's documented limits as data; lengths are counted in UTF-16 units, the stricter of the two readings. */
export const LIMITS = {
  /** All text displays of one message together. */
  text: 4000,
  components: 40,
  rows: 5,
  buttonsInRow: 5,
  buttonLabel: 80,
  customId: 100,
  url: 512,
  threadName: 100,
  nonce: 25,
  /** Plain content, used for answers that one person sees. */
  content: 2000,
  tagsOfPost: 5,
  modal: { subject: 100, description: 3500, postTitle: 150 },
  /** What is offered while somebody types. */
  choices: 25,
  choiceName: 100,
} as const;
