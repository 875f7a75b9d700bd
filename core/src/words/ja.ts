import type { Report, Words } from "./words.ts";

const report = ({ isWish, link }: Report): string => link(isWish ? "要望" : "不具合の報告");
const done = (isWish: boolean): string => (isWish ? "対応済み" : "修正済み");

export const ja: Words = {
  aiAnswer: "ナレッジベースに基づく AI の回答",
  sources: "出典",
  askBack: "ご質問の答えになりましたか？まだの場合は、もう少し詳しく教えてください。もう一度お探しします。",
  whichOfThese: (readings) => `次のどれについてのご質問ですか：${readings}？`,
  or: "または",
  nothingFound: "私の知っている記事には、これに関する内容が見つかりませんでした。",
  solved: "解決しました",
  notSolved: "解決していません",
  erased: "（削除済み）",
  askPerson: "担当者に聞く",

  handover: {
    ai_low_confidence:
      "確実にお答えできる自信がないため、チームに確認を頼みました。担当者がここでお答えします。",
    user_requested: "チームに伝えました。担当者がここでお答えします。",
    complex_issue: "この件は担当者の対応が必要なため、チームに伝えました。担当者がここでお答えします。",
  },
  meanwhile: "その間、こちらがお役に立つかもしれません：",
  claimed: (agent) => `${agent} が確認しており、ここでお答えします。`,

  howDidWeDo: "解決してよかったです！対応はいかがでしたか？",
  notSolvedAfterAll: "やはり解決していません",
  thanksForRating: (rating) => `${rating} ★ の評価をありがとうございます！`,
  sorryForRating: (rating) => `ご意見ありがとうございます：${rating} ★。改善に努めます。`,
  greeting:
    "こんにちは！一、二文で質問してください。ナレッジベースから答えを探します。自信がないときは担当者が引き継ぎます。",

  makeRequest: "機能の要望として登録",
  othersAsked:
    "似た要望がすでに出ています。新しく登録するより、その要望に投票するほうが効果的です。この中にありますか？",
  voteFor: (title) => `投票する：${title}`,
  makeMine: "どれも違うので登録する",

  bugPieces: {
    steps: "発生する直前に、どのような操作を順に行いましたか？",
    actual: "その後、何が起きましたか？",
    expected: "本来はどうなると思っていましたか？",
    error_text: "エラーメッセージはありますか？あれば文字で貼り付けてください。",
    environment: "お使いのバージョンと、OS またはブラウザーを教えてください。",
  },
  askOnePiece: (question) =>
    `ご報告ありがとうございます。開発者の助けになるため、一つ教えてください。${question}`,
  askPieces: (list) =>
    `ご報告ありがとうございます。次のうち、おわかりのことを教えていただけますか？開発者が原因を見つけやすくなります。\n\n${list}`,
  filed: (url) =>
    `不具合として開発者に報告しました${url === null ? "。" : `：${url} `}進展があればここでお知らせします。`,
  linked: (url) =>
    `開発者がすでに把握している不具合のようです${url === null ? "。" : `：${url} `}ご報告もこれに加えました。進展があればここでお知らせします。`,
  fromMaintainers: "開発者より：",

  merged: "修正が取り込まれました。リリースされたらここでお知らせします。",
  fixed: (issue) =>
    `チームが${report(issue)}を${done(issue.isWish)}として終了しました。リリースされたらここでお知らせします。`,
  closedAsFixed: (issue) =>
    `チームが${report(issue)}を${done(issue.isWish)}として終了しました。今は問題なく使えますか？`,
  closed: (issue) => `チームが${report(issue)}を終了しました。まだお困りでしたら、ここで教えてください。`,
  notPlanned: (issue) =>
    `チームはこの件を進めないことにしました。${report(issue)}は「対応予定なし」として終了しました。別の方法が必要でしたら、ここに書いてください。`,
  duplicate: (issue, other) => `${report(issue)}は${other("別のもの")}と重複するため、チームが終了しました。`,
  reopened: (issue) =>
    `${report(issue)}が再び開かれたため、まだ完了していません。結果はここでお知らせします。`,
  inPrerelease: (release, isWish) =>
    `${isWish ? "この機能" : "修正"}はプレリリース版 ${release} に含まれています。お試しいただける場合、問題なく使えますか？正式版に入ったときにもお知らせします。`,
  shipped: (release, isWish) => `この件は ${release} で${done(isWish)}です。`,
  newestRelease: "最新のリリース",
  doesItWork: "今は問題なく使えますか？",
  works: "はい、使えます",
  worksNot: "いいえ、まだです",
  whatIsStillSeen:
    "お試しいただきありがとうございます。まだどのような問題がありますか？ここに書いてください。チームに届きます。",
};
