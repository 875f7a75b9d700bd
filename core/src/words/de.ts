import type { Report, Words } from "./words.ts";

const report = ({ isWish, link }: Report): string => link(isWish ? "Anfrage" : "Fehlermeldung");
const done = (isWish: boolean): string => (isWish ? "umgesetzt" : "behoben");

export const de: Words = {
  aiAnswer: "KI-Antwort aus der Wissensdatenbank",
  sources: "Quellen",
  askBack:
    "Beantwortet das deine Frage? Falls nicht, schreib mir etwas mehr dazu, dann suche ich noch einmal.",
  whichOfThese: (readings) => `Was davon meinst du: ${readings}?`,
  or: "oder",
  nothingFound: "Dazu habe ich in den Artikeln, die ich kenne, nichts gefunden.",
  solved: "Das hat geholfen",
  notSolved: "Nicht gelöst",
  erased: "(gelöscht)",
  askPerson: "Einen Menschen fragen",

  handover: {
    ai_low_confidence:
      "Ich bin mir nicht sicher genug, um das selbst zu beantworten, und habe das Team gefragt. Ein Mensch antwortet dir hier.",
    user_requested: "Ich habe das Team gefragt. Ein Mensch antwortet dir hier.",
    complex_issue:
      "Dafür braucht es einen Menschen, deshalb habe ich das Team gefragt. Ein Mensch antwortet dir hier.",
  },
  meanwhile: "Vielleicht hilft das bis dahin:",
  claimed: (agent) => `${agent} kümmert sich darum und antwortet dir hier.`,

  howDidWeDo: "Schön, dass es gelöst ist! Wie zufrieden bist du?",
  notSolvedAfterAll: "Doch nicht gelöst",
  thanksForRating: (rating) => `Danke für ${rating} ★!`,
  sorryForRating: (rating) => `Danke für die Rückmeldung: ${rating} ★. Wir wollen es besser machen.`,
  greeting:
    "Hallo! Stell mir deine Frage in ein, zwei Sätzen, und ich suche die Antwort in der Wissensdatenbank. Wenn ich nicht sicher bin, übernimmt ein Mensch.",

  makeRequest: "Als Wunsch eintragen",
  othersAsked:
    "Andere haben sich etwas Ähnliches gewünscht. Eine Stimme dafür hilft mehr als ein zweiter Eintrag. Ist es einer von diesen?",
  voteFor: (title) => `Stimme für: ${title}`,
  makeMine: "Keiner davon, meinen eintragen",

  bugPieces: {
    steps: "Was hast du Schritt für Schritt getan, kurz bevor es passiert ist?",
    actual: "Was ist dann passiert?",
    expected: "Was hättest du stattdessen erwartet?",
    error_text: "Gibt es eine Fehlermeldung? Wenn ja, füge sie bitte als Text ein.",
    environment: "Welche Version benutzt du, und auf welchem System oder in welchem Browser?",
  },
  askOnePiece: (question) => `Danke für die Meldung. Eines würde den Entwicklern helfen: ${question}`,
  askPieces: (list) =>
    `Danke für die Meldung. Kannst du ergänzen, was du davon weißt? Das hilft den Entwicklern, den Fehler zu finden.\n\n${list}`,
  filed: (url) =>
    `Ich habe das als Fehlermeldung an die Entwickler gegeben${url === null ? "." : `: ${url}`} Du erfährst hier, was daraus wird.`,
  linked: (url) =>
    `Das sieht nach einem Fehler aus, den die Entwickler schon kennen${url === null ? "." : `: ${url}`} Deine Meldung zählt jetzt dazu, und du erfährst hier, was daraus wird.`,
  fromMaintainers: "Von den Entwicklern:",

  merged: "Eine Korrektur dafür ist fertig. Ich sage dir hier Bescheid, sobald sie veröffentlicht ist.",
  fixed: (issue) =>
    `Das Team hat die ${report(issue)} als ${done(issue.isWish)} geschlossen. Ich sage dir hier Bescheid, sobald es veröffentlicht ist.`,
  closedAsFixed: (issue) =>
    `Das Team hat die ${report(issue)} als ${done(issue.isWish)} geschlossen. Klappt es jetzt bei dir?`,
  closed: (issue) =>
    `Das Team hat die ${report(issue)} geschlossen. Wenn es für dich noch wichtig ist, schreib es mir hier.`,
  notPlanned: (issue) =>
    `Das Team verfolgt das nicht weiter: Die ${report(issue)} wurde als „nicht geplant“ geschlossen. Wenn du eine andere Lösung brauchst, schreib hier.`,
  duplicate: (issue, other) =>
    `Das Team hat die ${report(issue)} geschlossen, weil es schon ${other("eine gleiche")} gibt.`,
  reopened: (issue) =>
    `Die ${report(issue)} wurde wieder geöffnet, es ist also noch nicht erledigt. Ich sage dir hier, was daraus wird.`,
  inPrerelease: (release, isWish) =>
    `${isWish ? "Das" : "Eine Korrektur dafür"} ist in der Vorabversion ${release} enthalten. Wenn du sie ausprobieren kannst: Klappt es bei dir? Ich sage auch Bescheid, wenn es in einer endgültigen Version enthalten ist.`,
  shipped: (release, isWish) => `Das ist in ${release} ${done(isWish)}.`,
  newestRelease: "der neuesten Version",
  doesItWork: "Klappt es jetzt bei dir?",
  works: "Ja, es klappt",
  worksNot: "Nein, noch nicht",
  whatIsStillSeen: "Danke fürs Ausprobieren. Was klappt noch nicht? Schreib es hier, das Team bekommt es.",
};
