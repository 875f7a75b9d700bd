import { messageOf } from "../../errors.ts";
import type { DecodedText } from "./decode-text.ts";
import { problemAt } from "../documents.ts";
import type { ImportFailure } from "../documents.ts";

/** A file of a folder or an archive. */
export type SourceFile = { path: string; size: () => Promise<number>; read: () => Promise<Buffer> };

/** The file's text, or why it has none. */
export async function readText(
  { path, size, read }: SourceFile,
  { maxBytes, decode }: { maxBytes: number; decode: (bytes: Buffer) => DecodedText },
): Promise<string | ImportFailure> {
  let bytes: Buffer;
  try {
    if ((await size()) > maxBytes) return problemAt(path, 0, `The file is over ${maxBytes} bytes.`);
    bytes = await read();
  } catch (cause) {
    return problemAt(path, 0, `The file cannot be read: ${messageOf(cause)}`);
  }
  const decoded = decode(bytes);
  return "text" in decoded ? decoded.text : problemAt(path, decoded.line, decoded.message);
}
