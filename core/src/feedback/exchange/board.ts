import type { FeedbackStatus, FeedbackType } from "../status.ts";

export type BoardPerson = { name: string; email: string };

/** A post as another product, or Firstline itself, has given it out. */
export type BoardPost = {
  /** Its id there. */
  id: string;
  title: string;
  description: string;
  type: FeedbackType;
  status: FeedbackStatus;
  createdAt: Date | null;
  /** Null where the file does not say who it was. */
  author: BoardPerson | null;
  /** How many votes it had there; those of people without an address cannot be brought along. */
  voteCount: number;
  /** Id of the post there that stands for this one. */
  mergedIntoId: string | null;
  /** False: nobody but the team could see it there. */
  isPublic: boolean;
};

export type BoardVote = { postId: string; voter: BoardPerson; value: 1 | -1; createdAt: Date | null };

export type BoardProblem = { file: string; line: number; message: string };
export type Board = { posts: BoardPost[]; votes: BoardVote[]; problems: BoardProblem[] };

export const BOARD_PRODUCTS = ["canny", "fider", "firstline"] as const;
export type BoardProduct = (typeof BOARD_PRODUCTS)[number];
