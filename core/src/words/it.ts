import { lowerFirst } from "./en.ts";
import type { Report, Words } from "./words.ts";

const report = ({ isWish, link }: Report): string => link(isWish ? "la richiesta" : "la segnalazione");
/** Both are feminine. */
const done = (isWish: boolean): string => (isWish ? "realizzata" : "risolta");

export const it: Words = {
  aiAnswer: "Risposta dell'IA dalla base di conoscenza",
  sources: "Fonti",
  askBack: "Questo risponde alla tua domanda? Se no, dimmi qualcosa in più e cerco di nuovo.",
  whichOfThese: (readings) => `Quale di questi intendi: ${readings}?`,
  or: "o",
  nothingFound: "Negli articoli che conosco non ho trovato nulla su questo.",
  solved: "Problema risolto",
  notSolved: "Non risolto",
  erased: "(eliminato)",
  askPerson: "Chiedi a una persona",

  handover: {
    ai_low_confidence:
      "Non sono abbastanza sicuro per rispondere da solo, quindi ho chiesto al team. Una persona ti risponderà qui.",
    user_requested: "Ho chiesto al team. Una persona ti risponderà qui.",
    complex_issue: "Qui serve una persona, quindi ho chiesto al team. Qualcuno ti risponderà qui.",
  },
  meanwhile: "Nel frattempo, forse ti aiuta questo:",
  claimed: (agent) => `${agent} se ne sta occupando e ti risponderà qui.`,

  howDidWeDo: "Bene che sia risolto! Come ti sei trovato con il nostro aiuto?",
  notSolvedAfterAll: "In realtà non è risolto",
  thanksForRating: (rating) => `Grazie per le ${rating} ★!`,
  sorryForRating: (rating) => `Grazie per avercelo detto: ${rating} ★. Cercheremo di fare meglio.`,
  greeting:
    "Ciao! Fammi una domanda in una o due frasi e cerco la risposta nella base di conoscenza. Quando non sono sicuro, subentra una persona.",

  makeRequest: "Fanne una richiesta",
  othersAsked:
    "Altri hanno già chiesto qualcosa di simile. Un voto alla loro richiesta aiuta più di una seconda uguale. È una di queste?",
  voteFor: (title) => `Vota: ${title}`,
  makeMine: "Nessuna, crea la mia",

  bugPieces: {
    steps: "Che cosa hai fatto, passo per passo, subito prima?",
    actual: "Che cosa è successo poi?",
    expected: "Che cosa ti aspettavi invece?",
    error_text: "C'è un messaggio di errore? Se sì, incollalo come testo.",
    environment: "Quale versione usi, e su quale sistema o browser?",
  },
  askOnePiece: (question) =>
    `Grazie per la segnalazione. Una cosa aiuterebbe gli sviluppatori: ${lowerFirst(question)}`,
  askPieces: (list) =>
    `Grazie per la segnalazione. Puoi aggiungere quello che sai di questo? Aiuta gli sviluppatori a trovare l'errore.\n\n${list}`,
  filed: (url) =>
    `L'ho segnalato agli sviluppatori come errore${url === null ? "." : `: ${url}`} Saprai qui che cosa ne viene fuori.`,
  linked: (url) =>
    `Sembra un errore che gli sviluppatori conoscono già${url === null ? "." : `: ${url}`} La tua segnalazione ora conta per quello, e saprai qui che cosa ne viene fuori.`,
  fromMaintainers: "Dagli sviluppatori:",

  merged: "Una correzione è pronta. Ti avviso qui quando viene pubblicata.",
  fixed: (issue) =>
    `Il team ha chiuso ${report(issue)} come ${done(issue.isWish)}. Ti avviso qui quando viene pubblicata la versione.`,
  closedAsFixed: (issue) => `Il team ha chiuso ${report(issue)} come ${done(issue.isWish)}. Ora ti funziona?`,
  closed: (issue) => `Il team ha chiuso ${report(issue)}. Se per te è ancora importante, scrivimi qui.`,
  notPlanned: (issue) =>
    `Il team ha deciso di non andare avanti e ha chiuso ${report(issue)} come «non prevista». Se ti serve un'altra soluzione, scrivi qui.`,
  duplicate: (issue, other) =>
    `Il team ha chiuso ${report(issue)} perché è un duplicato di ${other("un'altra")}.`,
  reopened: (issue) =>
    `Il team ha riaperto ${report(issue)}, quindi la cosa non è ancora conclusa. Ti dirò qui come va a finire.`,
  inPrerelease: (release, isWish) =>
    `${isWish ? "La novità" : "Una correzione"} è nella versione di prova ${release}. Se puoi provarla: ti funziona? Ti avviso anche quando sarà in una versione definitiva.`,
  shipped: (release, isWish) =>
    `La tua ${isWish ? "richiesta è stata realizzata" : "segnalazione è stata risolta"} con ${release}.`,
  newestRelease: "la versione più recente",
  doesItWork: "Ora ti funziona?",
  works: "Sì, funziona",
  worksNot: "No, non ancora",
  whatIsStillSeen: "Grazie per aver provato. Che cosa non va ancora? Scrivilo qui, arriva al team.",
};
