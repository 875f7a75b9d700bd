import { expect, test } from "vitest";
import { decodeHtml, decodeText } from "./decode-text.ts";

const latin = (text: string): Buffer => Buffer.from(text, "latin1");
const utf16 = (text: string): Buffer => Buffer.from(`\uFEFF${text}`, "utf16le");

test.each([
  ["UTF-8", Buffer.from("Café 🙂")],
  ["UTF-8 with its mark", Buffer.from("\uFEFFCafé 🙂")],
  ["UTF-16", utf16("Café 🙂")],
  ["UTF-16, the other way around", utf16("Café 🙂").swap16()],
])("text in %s is read", (_, bytes) => {
  expect(decodeText(bytes)).toEqual({ text: "Café 🙂" });
  expect(decodeHtml(bytes)).toEqual({ text: "Café 🙂" });
});

test("text in another encoding is refused with the line", () => {
  expect(decodeText(latin("a\nCafé"))).toMatchObject({ line: 2 });
});

test.each([
  ["declared", latin('<meta charset="iso-8859-1"><p>Café')],
  [
    "declared the old way",
    latin('<META http-equiv="Content-Type" content="text/html; charset=windows-1252"><p>Café'),
  ],
  ["not declared", latin("<p>Café")],
  ["declared wrongly as UTF-8", latin("<meta charset=utf-8><p>Café")],
  ["declared by a name that nobody knows", Buffer.from("<meta charset=klingon><p>Café")],
  ["declared wrongly as UTF-16", Buffer.from("<meta charset=utf-16><p>Café")],
])("a page's encoding is found where it is %s", (_, bytes) => {
  const decoded = decodeHtml(bytes);

  expect("text" in decoded && decoded.text).toContain("Café");
});

test("a page in a Japanese encoding is read", () => {
  const bytes = Buffer.concat([latin("<meta charset=shift_jis><p>"), Buffer.from([0x93, 0x8c, 0x8b, 0x9e])]);

  expect(decodeHtml(bytes)).toMatchObject({ text: expect.stringContaining("東京") });
});

test.each([Buffer.from([0, 1, 2]), Buffer.from("a\u0000b")])(
  "what holds null characters is no text",
  (bytes) => {
    expect(decodeText(bytes)).toMatchObject({ line: 0 });
    expect(decodeHtml(bytes)).toMatchObject({ line: 0 });
  },
);
