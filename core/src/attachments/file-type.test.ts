import { expect, test } from "vitest";
import { safeFileName, typeOfFile } from "./file-type.ts";

const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "latin1"));

test.each([
  ["a picture", "\x89PNG\r\n\x1a\n....", "a.png", "image/png"],
  ["a photo", "\xff\xd8\xff\xe0", "a.jpeg", "image/jpeg"],
  ["a moving picture", "GIF89a..", "a.gif", "image/gif"],
  ["a web picture", "RIFF\x10\x00\x00\x00WEBPVP8 ", "a.webp", "image/webp"],
  ["a document", "%PDF-1.7\n\xe2\xe3", "a.pdf", "application/pdf"],
  ["an archive", "PK\x03\x04\x14\x00", "logs.zip", "application/zip"],
  ["a log with colors", "\x1b[31mError\x1b[0m\n", "server.log", "text/plain"],
  ["a table", "a,b\n1,2", "a.csv", "text/csv"],
  ["data", '{"a":1}', "A.JSON", "application/json"],
  ["a log of Windows", "\xff\xfeE\x00r\x00r\x00", "err.log", "text/plain"],
  ["markup, whatever it is called", "<script>alert(1)</script>", "a.png", "text/plain"],
])("%s is told by its content", (_, content, name, mediaType) => {
  expect(typeOfFile(bytes(content), name)?.mediaType).toBe(mediaType);
});

test.each([
  ["a program of Windows", "MZ\x90\x00\x03"],
  ["a program of Linux", "\x7fELF\x02\x01"],
  ["an old office document", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"],
  ["a packed file", "\x1f\x8b\x08\x00"],
  ["what is no UTF-8", "caf\xe9"],
])("%s is not taken", (_, content) => {
  expect(typeOfFile(bytes(content), "a.txt")).toBeNull();
});

const TEXT = { mediaType: "text/plain", endings: ["txt", "log"] };

test.each([
  ["server.log", "server.log"],
  ["page.html", "page.html.txt"],
  ["../../etc/passwd", "passwd.txt"],
  ["C:\\temp\\crash.LOG", "crash.LOG"],
  ["exe\u202egol.txt", "exe_gol.txt"],
  ['a"\r\nX: y.txt', "a___X_ y.txt"],
  ["", "file.txt"],
  ["...", "file.txt"],
  ["Bericht für Zoë.txt", "Bericht für Zoë.txt"],
  ["x".repeat(300), `${"x".repeat(100)}.txt`],
])("the name %j becomes %j", (name, safe) => {
  expect(safeFileName(name, TEXT)).toBe(safe);
});
