/** One thing that the doctor looked at. */
export type Check = {
  name: string;
  ok: boolean;
  /** What to do about it; null when all is well. */
  hint: string | null;
};
