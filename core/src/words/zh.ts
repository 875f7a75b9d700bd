import type { Report, Words } from "./words.ts";

const report = ({ isWish, link }: Report): string => link(isWish ? "需求" : "问题报告");
const done = (isWish: boolean): string => (isWish ? "完成" : "修复");

export const zh: Words = {
  aiAnswer: "AI 根据知识库给出的回答",
  sources: "来源",
  askBack: "这回答了您的问题吗？如果没有，请再多说一些，我会重新查找。",
  whichOfThese: (readings) => `您指的是哪一个：${readings}？`,
  or: "还是",
  nothingFound: "在我所知的文章中，没有找到与此相关的内容。",
  solved: "问题解决了",
  notSolved: "没有解决",
  erased: "（已删除）",
  askPerson: "找人工帮忙",

  handover: {
    ai_low_confidence: "我没有足够的把握自己回答，已经请团队帮忙。会有人在这里回复您。",
    user_requested: "我已经请团队帮忙。会有人在这里回复您。",
    complex_issue: "这需要人工处理，我已经请团队帮忙。会有人在这里回复您。",
  },
  meanwhile: "在此期间，这些内容可能有帮助：",
  claimed: (agent) => `${agent} 正在处理，会在这里回复您。`,

  howDidWeDo: "很高兴问题解决了！您对我们的帮助满意吗？",
  notSolvedAfterAll: "其实还没有解决",
  thanksForRating: (rating) => `感谢您的 ${rating} ★ 评价！`,
  sorryForRating: (rating) => `感谢您告诉我们：${rating} ★。我们会努力做得更好。`,
  greeting: "您好！请用一两句话提出问题，我会在知识库中查找答案。没有把握时，会由人工接手。",

  makeRequest: "作为功能需求提交",
  othersAsked: "有人提过类似的需求。给已有的需求投票，比再提一个更有用。是下面的某一个吗？",
  voteFor: (title) => `投票：${title}`,
  makeMine: "都不是，提交我的",

  bugPieces: {
    steps: "问题出现之前，您一步一步做了什么？",
    actual: "然后发生了什么？",
    expected: "您原本期望的结果是什么？",
    error_text: "有错误信息吗？如果有，请以文字形式粘贴。",
    environment: "您使用的是哪个版本，在什么系统或浏览器上？",
  },
  askOnePiece: (question) => `感谢您的报告。有一点能帮助开发人员：${question}`,
  askPieces: (list) => `感谢您的报告。您能补充下面知道的内容吗？这有助于开发人员找到问题。\n\n${list}`,
  filed: (url) =>
    `我已将此作为问题报告提交给开发人员${url === null ? "。" : `：${url} `}有进展时会在这里告诉您。`,
  linked: (url) =>
    `这看起来是开发人员已经知道的问题${url === null ? "。" : `：${url} `}您的报告已计入其中，有进展时会在这里告诉您。`,
  fromMaintainers: "来自维护者：",

  merged: "修复已经合并。发布后我会在这里告诉您。",
  fixed: (issue) => `团队已关闭${report(issue)}，标记为已${done(issue.isWish)}。发布后我会在这里告诉您。`,
  closedAsFixed: (issue) =>
    `团队已关闭${report(issue)}，标记为已${done(issue.isWish)}。现在可以正常使用了吗？`,
  closed: (issue) => `团队已关闭${report(issue)}。如果这对您仍然重要，请在这里告诉我。`,
  notPlanned: (issue) =>
    `团队决定不再继续：${report(issue)}已作为“不计划处理”关闭。如果您需要其他解决办法，请在这里留言。`,
  duplicate: (issue, other) => `团队已关闭${report(issue)}，因为它与${other("另一个")}重复。`,
  reopened: (issue) => `${report(issue)}已重新打开，所以事情还没有结束。有结果时我会在这里告诉您。`,
  inPrerelease: (release, isWish) =>
    `${isWish ? "这项功能" : "修复"}已包含在预发布版本 ${release} 中。如果您方便试用：现在正常吗？正式版本发布时我也会告诉您。`,
  shipped: (release, isWish) => `这已在 ${release} 中${done(isWish)}。`,
  newestRelease: "最新版本",
  doesItWork: "现在可以正常使用了吗？",
  works: "可以了",
  worksNot: "还不行",
  whatIsStillSeen: "感谢您的试用。您还看到什么问题？请写在这里，团队会收到。",
};
