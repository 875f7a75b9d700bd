/** What a file is, told by its content, and the endings that its name may have; the first one is added where none fits. */
export type FileType = { mediaType: string; endings: readonly string[] };

const ascii = (text: string): number[] => Array.from(text, (sign) => sign.charCodeAt(0));

const SIGNATURES: { starts: readonly number[]; at?: number; type: FileType }[] = [
  { starts: [0x89, ...ascii("PNG\r\n"), 0x1a, 0x0a], type: { mediaType: "image/png", endings: ["png"] } },
  { starts: [0xff, 0xd8, 0xff], type: { mediaType: "image/jpeg", endings: ["jpg", "jpeg"] } },
  { starts: ascii("GIF87a"), type: { mediaType: "image/gif", endings: ["gif"] } },
  { starts: ascii("GIF89a"), type: { mediaType: "image/gif", endings: ["gif"] } },
  { starts: ascii("WEBP"), at: 8, type: { mediaType: "image/webp", endings: ["webp"] } },
  { starts: ascii("%PDF-"), type: { mediaType: "application/pdf", endings: ["pdf"] } },
  { starts: [...ascii("PK"), 3, 4], type: { mediaType: "application/zip", endings: ["zip"] } },
];

const TEXTS: FileType[] = [
  { mediaType: "application/json", endings: ["json"] },
  { mediaType: "text/csv", endings: ["csv"] },
];
const PLAIN: FileType = { mediaType: "text/plain", endings: ["txt", "log", "md", "yml", "yaml"] };

/** Null for a kind of file that is not taken: programs, office documents, films. Markup counts as plain text. */
export function typeOfFile(content: Uint8Array, name: string): FileType | null {
  const signed = SIGNATURES.find(({ starts, at = 0 }) =>
    starts.every((byte, index) => content[at + index] === byte),
  );
  if (signed) return signed.type;
  if (!isText(content)) return null;
  return TEXTS.find((type) => type.endings.includes(endingOf(name))) ?? PLAIN;
}

// oxlint-disable-next-line no-control-regex -- control characters are what no text has
const CONTROL = /[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/u;

/** UTF-8 without control characters but those that terminals color with, or UTF-16 that says so, as Windows writes logs. */
function isText(content: Uint8Array): boolean {
  const encoding = content[0] === 0xff && content[1] === 0xfe ? "utf-16le" : "utf-8";
  try {
    return !CONTROL.test(new TextDecoder(encoding, { fatal: true }).decode(content));
  } catch {
    return false;
  }
}

const endingOf = (name: string): string => /\.([a-z0-9]{1,8})$/iu.exec(name)?.[1]?.toLowerCase() ?? "";

const LONGEST_NAME = 100;
/** What file systems, headers and people's eyes take for something else. */
const ODD = /[\p{C}\p{Zl}\p{Zp}/\\:*?"<>|%]/gu;

/** A name that is safe to save under: no path, nothing invisible, and an ending that fits the content. */
export function safeFileName(name: string, type: FileType): string {
  const base = (name.toWellFormed().split(/[/\\]/u).at(-1) ?? "")
    .replace(ODD, "_")
    .replace(/^[\s.]+|[\s.]+$/gu, "");
  const fits = type.endings.includes(endingOf(base));
  const stem = fits ? base.slice(0, base.lastIndexOf(".")) : base;
  const ending = fits ? base.slice(base.lastIndexOf(".")) : `.${type.endings[0] ?? "bin"}`;
  return `${Array.from(stem).slice(0, LONGEST_NAME).join("") || "file"}${ending}`;
}
