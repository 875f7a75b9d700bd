/** Endings of nouns and verbs; only the beginnings of words say what a text is about. */
const ENDING = new RegExp(
  `(?:${(
    "으로부터 에서부터 에게서 한테서 이라고 이라는 으로서 으로써 에서는 에서도 에게는 으로는 으로도 까지는 부터는 에서 에게 한테 께서 으로 까지 부터 처럼 보다 마다 조차 밖에 이나 이랑 " +
    "라고 라는 에는 에도 와는 과는 로는 로도 로서 로써 은 는 이 가 을 를 의 에 로 와 과 도 만 랑 " +
    "하겠습니다 했습니다 합니다 합니까 하십시오 하려면 하려고 하려는 하는데 하는지 하세요 했어요 했는데 하나요 할까요 하기 하는 하면 하여 하고 하지 해서 해요 해야 했던 해줘 할 한 함 해 " +
    "되었습니다 됐습니다 됩니다 됩니까 되나요 되는데 됐어요 되는 되지 되면 돼요 된 될 됨 " +
    "었습니다 았습니다 습니다 습니까 버렸어요 버렸는데 었어요 았어요 려면 려고 나요 까요 는데 은데 지만 면서 세요 십시오 어서 아서 으면 어요 아요 면 고 게 기 지 던"
  )
    .split(" ")
    .sort((a, b) => b.length - a.length)
    .join("|")})$`,
  "u",
);
/** A shorter word would lose what it says. */
const SHORTEST = 2;

/** Words that ask or hold sentences together. */
const FUNCTION_WORDS: ReadonlySet<string> = new Set(
  (
    "어떻게 어디 어디서 어디에 어디에서 무엇 무엇을 무엇이 뭐 뭔가요 왜 언제 누가 누구 얼마 얼마나 몇 어떤 어느 이 그 저 것 것이 것은 수 수가 수는 등 및 또는 그리고 하지만 그런데 제 제가 내 내가 " +
    "나 나는 나의 저는 저의 우리 있나요 있습니까 있어요 있습니다 있는 있을까요 없나요 없어요 없습니다 없는 하나요 하나 합니까 되나요 되죠 할 한 하는 방법 방법은 방법이 방법을 하려면 하고 싶어요 싶습니다 싶은데 " +
    "주세요 주실 좀 더 이상 안 못 잘 다시 위해 위한 대한 대해 통해 경우 때 건가요 인가요 가능한가요 필요해요 필요합니다 알려주세요 알려 궁금합니다 궁금해요 부탁드립니다 안녕하세요 감사합니다 어떡하죠 어떡해요"
  ).split(" "),
);

const HANGUL = /\p{sc=Hangul}/u;
export const isKorean = (token: string): boolean => HANGUL.test(token);

/**
 * The terms of a Korean word: pairs of its syllables, since nouns are joined to longer ones as people like, without the
 * ending. Null for a word that says nothing by itself.
 */
export function pairsOfSyllables(word: string): string[] | null {
  const [ending = ""] = ENDING.exec(word) ?? [];
  // An ending alone stands behind a name in other letters.
  if (FUNCTION_WORDS.has(word) || ending === word) return null;
  const stem = word.length - ending.length >= SHORTEST ? word.slice(0, word.length - ending.length) : word;
  if (stem.length <= SHORTEST) return [stem];
  return Array.from({ length: stem.length - 1 }, (_, at) => stem.slice(at, at + 2));
}
