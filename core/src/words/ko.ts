import type { Report, Words } from "./words.ts";

const report = ({ isWish, link }: Report): string => link(isWish ? "기능 요청" : "버그 신고");
const done = (isWish: boolean): string => (isWish ? "완료" : "수정 완료");

export const ko: Words = {
  aiAnswer: "지식 베이스를 바탕으로 한 AI 답변",
  sources: "출처",
  askBack: "답변이 되었나요? 아니라면 조금 더 자세히 알려 주세요. 다시 찾아보겠습니다.",
  whichOfThese: (readings) => `다음 중 어느 것을 말씀하시나요: ${readings}?`,
  or: "또는",
  nothingFound: "제가 아는 글에서는 이에 대한 내용을 찾지 못했습니다.",
  solved: "해결되었어요",
  notSolved: "해결되지 않았어요",
  erased: "(삭제됨)",
  askPerson: "담당자에게 문의",

  handover: {
    ai_low_confidence:
      "제가 직접 답하기에는 확신이 부족해서 팀에 요청했습니다. 담당자가 여기에서 답해 드립니다.",
    user_requested: "팀에 요청했습니다. 담당자가 여기에서 답해 드립니다.",
    complex_issue: "담당자가 필요한 문제라서 팀에 요청했습니다. 담당자가 여기에서 답해 드립니다.",
  },
  meanwhile: "그동안 이 내용이 도움이 될 수 있습니다:",
  claimed: (agent) => `${agent} 님이 확인 중이며 여기에서 답해 드립니다.`,

  howDidWeDo: "해결되어 다행입니다! 도움이 만족스러우셨나요?",
  notSolvedAfterAll: "아직 해결되지 않았어요",
  thanksForRating: (rating) => `${rating} ★ 감사합니다!`,
  sorryForRating: (rating) => `의견 감사합니다: ${rating} ★. 더 나아지도록 노력하겠습니다.`,
  greeting:
    "안녕하세요! 한두 문장으로 질문해 주시면 지식 베이스에서 답을 찾아 드립니다. 확신이 없을 때는 담당자가 이어받습니다.",

  makeRequest: "기능 요청으로 등록",
  othersAsked:
    "비슷한 요청이 이미 있습니다. 새로 등록하는 것보다 그 요청에 투표하는 것이 더 도움이 됩니다. 이 중에 있나요?",
  voteFor: (title) => `투표: ${title}`,
  makeMine: "없어요, 새로 등록할게요",

  bugPieces: {
    steps: "문제가 생기기 직전에 어떤 순서로 무엇을 하셨나요?",
    actual: "그다음 어떤 일이 일어났나요?",
    expected: "원래 어떻게 될 것으로 기대하셨나요?",
    error_text: "오류 메시지가 있나요? 있다면 텍스트로 붙여 넣어 주세요.",
    environment: "어떤 버전을 어떤 시스템이나 브라우저에서 사용하시나요?",
  },
  askOnePiece: (question) =>
    `신고해 주셔서 감사합니다. 개발자에게 도움이 되도록 하나만 알려 주세요. ${question}`,
  askPieces: (list) =>
    `신고해 주셔서 감사합니다. 다음 중 아시는 내용을 더해 주시겠어요? 개발자가 원인을 찾는 데 도움이 됩니다.\n\n${list}`,
  filed: (url) =>
    `개발자에게 버그로 전달했습니다${url === null ? "." : `: ${url}`} 진행 상황은 여기에서 알려 드립니다.`,
  linked: (url) =>
    `개발자가 이미 알고 있는 버그로 보입니다${url === null ? "." : `: ${url}`} 신고하신 내용도 함께 반영했으며, 진행 상황은 여기에서 알려 드립니다.`,
  fromMaintainers: "개발자의 말:",

  merged: "수정 사항이 반영되었습니다. 출시되면 여기에서 알려 드립니다.",
  fixed: (issue) =>
    `팀이 이 ${report(issue)} 건을 ${done(issue.isWish)} 상태로 닫았습니다. 출시되면 여기에서 알려 드립니다.`,
  closedAsFixed: (issue) =>
    `팀이 이 ${report(issue)} 건을 ${done(issue.isWish)} 상태로 닫았습니다. 이제 잘 되나요?`,
  closed: (issue) => `팀이 이 ${report(issue)} 건을 닫았습니다. 아직 필요하시면 여기에 알려 주세요.`,
  notPlanned: (issue) =>
    `팀은 이 일을 진행하지 않기로 했습니다. ${report(issue)} 건은 ‘계획 없음’으로 닫혔습니다. 다른 방법이 필요하시면 여기에 적어 주세요.`,
  duplicate: (issue, other) => `이 ${report(issue)} 건은 ${other("다른 건")}과 겹쳐서 팀이 닫았습니다.`,
  reopened: (issue) =>
    `이 ${report(issue)} 건이 다시 열려서 아직 끝나지 않았습니다. 결과는 여기에서 알려 드립니다.`,
  inPrerelease: (release, isWish) =>
    `${isWish ? "이 기능은" : "수정 사항은"} 시험판 ${release}에 들어 있습니다. 사용해 보실 수 있다면, 잘 되나요? 정식 버전에 들어갈 때도 알려 드립니다.`,
  shipped: (release, isWish) => `${release} 버전에서 ${done(isWish)}되었습니다.`,
  newestRelease: "최신",
  doesItWork: "이제 잘 되나요?",
  works: "네, 잘 돼요",
  worksNot: "아니요, 아직이에요",
  whatIsStillSeen: "확인해 주셔서 감사합니다. 아직 어떤 문제가 보이나요? 여기에 적어 주시면 팀에 전달됩니다.",
};
