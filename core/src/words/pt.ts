import { lowerFirst } from "./en.ts";
import type { Report, Words } from "./words.ts";

const report = ({ isWish, link }: Report): string => link(isWish ? "pedido" : "relato de erro");
const done = (isWish: boolean): string => (isWish ? "feito" : "corrigido");

export const pt: Words = {
  aiAnswer: "Resposta da IA a partir da base de conhecimento",
  sources: "Fontes",
  askBack: "Isto responde à sua pergunta? Se não, conte um pouco mais e eu procuro de novo.",
  whichOfThese: (readings) => `Qual destas opções é a sua: ${readings}?`,
  or: "ou",
  nothingFound: "Não encontrei nada sobre isto nos artigos que conheço.",
  solved: "Isto resolveu",
  notSolved: "Não resolvido",
  erased: "(excluído)",
  askPerson: "Falar com uma pessoa",

  handover: {
    ai_low_confidence:
      "Não tenho certeza suficiente para responder a isto, por isso perguntei à equipe. Uma pessoa responderá aqui.",
    user_requested: "Perguntei à equipe. Uma pessoa responderá aqui.",
    complex_issue: "Isto precisa de uma pessoa, por isso perguntei à equipe. Alguém responderá aqui.",
  },
  meanwhile: "Enquanto isso, isto pode ajudar:",
  claimed: (agent) => `${agent} está cuidando disto e responderá aqui.`,

  howDidWeDo: "Que bom que está resolvido! Como nos saímos?",
  notSolvedAfterAll: "Na verdade, não resolveu",
  thanksForRating: (rating) => `Obrigado pelas ${rating} ★!`,
  sorryForRating: (rating) => `Obrigado por nos dizer: ${rating} ★. Vamos tentar melhorar.`,
  greeting:
    "Olá! Faça uma pergunta em uma ou duas frases e eu procuro a resposta na base de conhecimento. Quando não tenho certeza, uma pessoa assume.",

  makeRequest: "Transformar em pedido",
  othersAsked:
    "Outras pessoas pediram algo parecido. Um voto no pedido delas ajuda mais do que um segundo pedido. É um destes?",
  voteFor: (title) => `Votar em: ${title}`,
  makeMine: "Nenhum, criar o meu",

  bugPieces: {
    steps: "O que você fez, passo a passo, logo antes de acontecer?",
    actual: "O que aconteceu então?",
    expected: "O que você esperava?",
    error_text: "Há uma mensagem de erro? Se houver, cole-a como texto, por favor.",
    environment: "Que versão você usa, e em que sistema ou navegador?",
  },
  askOnePiece: (question) =>
    `Obrigado pelo relato. Uma coisa ajudaria os desenvolvedores: ${lowerFirst(question)}`,
  askPieces: (list) =>
    `Obrigado pelo relato. Pode acrescentar o que souber disto? Ajuda os desenvolvedores a encontrar o erro.\n\n${list}`,
  filed: (url) =>
    `Passei isto aos desenvolvedores como relato de erro${url === null ? "." : `: ${url}`} Você saberá aqui o resultado.`,
  linked: (url) =>
    `Parece um erro que os desenvolvedores já conhecem${url === null ? "." : `: ${url}`} O seu relato agora conta para ele, e você saberá aqui o resultado.`,
  fromMaintainers: "Dos desenvolvedores:",

  merged: "Uma correção para isto está pronta. Aviso aqui quando for publicada.",
  fixed: (issue) =>
    `A equipe fechou o ${report(issue)} como ${done(issue.isWish)}. Aviso aqui quando for publicado.`,
  closedAsFixed: (issue) =>
    `A equipe fechou o ${report(issue)} como ${done(issue.isWish)}. Funciona para você agora?`,
  closed: (issue) => `A equipe fechou o ${report(issue)}. Se isto ainda importa para você, diga aqui.`,
  notPlanned: (issue) =>
    `A equipe decidiu não seguir com isto: o ${report(issue)} foi fechado como "não planejado". Se precisar de uma alternativa, escreva aqui.`,
  duplicate: (issue, other) => `A equipe fechou o ${report(issue)} como duplicado de ${other("outro")}.`,
  reopened: (issue) =>
    `O ${report(issue)} foi reaberto, portanto ainda não está resolvido. Aviso aqui o que acontecer.`,
  inPrerelease: (release, isWish) =>
    `${isWish ? "Isto" : "Uma correção"} está na versão preliminar ${release}. Se puder experimentar: funciona para você? Também aviso quando estiver em uma versão final.`,
  shipped: (release, isWish) => `Isto está ${done(isWish)} em ${release}.`,
  newestRelease: "a versão mais recente",
  doesItWork: "Funciona para você agora?",
  works: "Sim, funciona",
  worksNot: "Não, ainda não",
  whatIsStillSeen: "Obrigado por experimentar. O que ainda não funciona? Escreva aqui; a equipe recebe.",
};
