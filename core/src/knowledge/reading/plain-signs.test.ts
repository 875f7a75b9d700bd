import { expect, test } from "vitest";
import { plainSigns } from "./plain-signs.ts";

test.each([
  ["- :material-clock: **Set up** :octicons-heart-16:", "- **Set up** "],
  ['Press ++ctrl+alt+"a"++.', "Press `Ctrl+Alt+A`."],
  ["The HTML\n\n*[HTML]: Hyper Text\n*[A b]: C", "The HTML\n"],
  [
    "See [[Set up]], [[Set up#Mac|the set-up]] and [[guides/Start]].",
    "See Set up, the set-up and guides/Start.",
  ],
  ["A ![[picture.png]] B", "A  B"],
])("%j becomes %j", (markdown, plain) => {
  expect(plainSigns(markdown)).toBe(plain);
});

test.each([
  ["```sh\n[[ -f a ]] && x++ :material-a:\n```"],
  ["Write `[[a]]`, `:material-a:` and ``++a++``."],
  ["C++ and i++ and ++i and a:simple-b:c at 10:30:20 :smile:"],
  ["[[#part]] [[1, 2], [3]] [[a](b)] [[1]](https://a.example) [[ -f a ]]"],
  ["Run [[toc]"],
  ["    [[http.services.dashboard.loadBalancer.servers]]"],
  ["[[http.services]]"],
  ["final_df.loc[[sample_location_id]].model and a = [[folderName,folderURL]]; b = [[Name]];"],
  ["x = [[None, 10000.0]]"],
])("%j stays as written", (markdown) => {
  expect(plainSigns(markdown)).toBe(markdown);
});

test.each(["[[", ":material-", "++a", "+a", "`", "[[a|", "*["])("many of %j are read in no time", (part) => {
  const started = performance.now();

  plainSigns(`[[a ${part.repeat(100_000)}`);

  expect(performance.now() - started).toBeLessThan(3_000);
});
