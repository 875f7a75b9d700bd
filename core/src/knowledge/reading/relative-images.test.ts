import { expect, test } from "vitest";
import { findRelativeImages } from "./relative-images.ts";

test.each([
  ["![A menu](./menu.png)", ["./menu.png"]],
  ['![](/images/menu.png "Menu")', ["/images/menu.png"]],
  ['<img alt="x" src="img/a.gif">', ["img/a.gif"]],
  ["![A menu](https://cdn.example/menu.png)", []],
  ["![A menu](//cdn.example/menu.png)", []],
  ["![dot](data:image/png;base64,AAAA)", []],
  ["```md\n![A menu](./menu.png)\n```", []],
  ["[a link](./other.md)", []],
])("in %j the pictures %j are missing", (markdown, images) => {
  expect(findRelativeImages(markdown)).toEqual(images);
});
