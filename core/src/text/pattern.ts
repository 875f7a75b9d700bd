/** A pattern for LIKE that finds a text wherever it stands, whatever signs it holds. */
export const toPattern = (text: string): string => `%${text.replaceAll(/[\\%_]/gu, String.raw`\$&`)}%`;
