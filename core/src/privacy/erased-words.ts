/** What a person is called of whom nothing is kept. */
export const ERASED_NAME = "Deleted person";

/** Stands for a subject, a title or a reason that was erased, where there has to be one. */
export const ERASED_TEXT = "(deleted)";
