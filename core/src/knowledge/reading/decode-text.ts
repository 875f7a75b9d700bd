import { isUtf8 } from "node:buffer";

/** A file's text, or the line (0: the file as a whole) and the reason why it is none. */
export type DecodedText = { text: string } | { line: number; message: string };

const HEAD_BYTES = 4_096;

/** UTF-8, or UTF-16 with a byte order mark. */
export function decodeText(bytes: Buffer): DecodedText {
  const marked = byOrderMark(bytes);
  if (marked !== null) return withoutNull(decodeAs(bytes, marked));
  const line = invalidUtf8Line(bytes);
  return line === null
    ? withoutNull(bytes.toString("utf8"))
    : { line, message: "The file is not valid UTF-8." };
}

/** As browsers read a page: by its byte order mark, else by what its head declares, else UTF-8, else Windows-1252. */
export function decodeHtml(bytes: Buffer): DecodedText {
  const marked = byOrderMark(bytes);
  const text =
    decodeAs(bytes, marked ?? declaredEncoding(bytes) ?? "utf-8") ??
    decodeAs(bytes, "utf-8") ??
    decodeAs(bytes, "windows-1252");
  return withoutNull(text);
}

function byOrderMark(bytes: Buffer): string | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return "utf-8";
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  return bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : null;
}

/** What `<meta charset>`, `<meta http-equiv>` or an XML declaration names. */
function declaredEncoding(bytes: Buffer): string | null {
  const head = bytes.subarray(0, HEAD_BYTES).toString("latin1");
  const named =
    /<meta\b[^>]{0,500}?\bcharset\s{0,9}=\s{0,9}["']?\s{0,9}([\w-]{2,40})/i.exec(head)?.[1] ??
    /^<\?xml\b[^>]{0,200}?\bencoding\s{0,9}=\s{0,9}["']([\w-]{2,40})/i.exec(head)?.[1];
  // Whoever could read the declaration byte by byte did not have UTF-16 before him.
  return named && !/^utf-?16/i.test(named) ? named : null;
}

function decodeAs(bytes: Buffer, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null; // an unknown name, or bytes that this encoding does not have
  }
}

function withoutNull(text: string | null): DecodedText {
  if (text === null) return { line: 0, message: "The file's characters cannot be read." };
  return text.includes("\u0000")
    ? { line: 0, message: "The file holds a null character; it may not be text." }
    : { text };
}

/** The first line that is not UTF-8, or null. */
function invalidUtf8Line(bytes: Buffer): number | null {
  if (isUtf8(bytes)) return null;
  let start = 0;
  for (let line = 1; start <= bytes.length; line += 1) {
    const end = bytes.indexOf(10, start);
    if (!isUtf8(bytes.subarray(start, end < 0 ? bytes.length : end))) return line;
    if (end < 0) break;
    start = end + 1;
  }
  return 1;
}
