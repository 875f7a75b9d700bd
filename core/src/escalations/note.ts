const NOTE = /^\s*\/\/\s?/u;

/** What an agent writes after // is for agents only. */
export const isNote = (text: string): boolean => NOTE.test(text);

export const withoutNoteMark = (text: string): string => text.replace(NOTE, "");
