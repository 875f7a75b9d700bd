import { lowerFirst } from "./en.ts";
import type { Report, Words } from "./words.ts";

const report = ({ isWish, link }: Report): string => link(isWish ? "het verzoek" : "het foutrapport");
const done = (isWish: boolean): string => (isWish ? "gerealiseerd" : "opgelost");

export const nl: Words = {
  aiAnswer: "AI-antwoord uit de kennisbank",
  sources: "Bronnen",
  askBack: "Is dit een antwoord op je vraag? Zo niet, vertel me iets meer, dan zoek ik nog een keer.",
  whichOfThese: (readings) => `Welke hiervan bedoel je: ${readings}?`,
  or: "of",
  nothingFound: "Hierover heb ik niets gevonden in de artikelen die ik ken.",
  solved: "Dit heeft geholpen",
  notSolved: "Niet opgelost",
  erased: "(verwijderd)",
  askPerson: "Een mens vragen",

  handover: {
    ai_low_confidence:
      "Ik weet het niet zeker genoeg om dit zelf te beantwoorden, dus heb ik het team gevraagd. Iemand antwoordt je hier.",
    user_requested: "Ik heb het team gevraagd. Iemand antwoordt je hier.",
    complex_issue: "Hier is een mens voor nodig, dus heb ik het team gevraagd. Iemand antwoordt je hier.",
  },
  meanwhile: "Misschien helpt dit intussen:",
  claimed: (agent) => `${agent} kijkt ernaar en antwoordt je hier.`,

  howDidWeDo: "Fijn dat het is opgelost! Hoe tevreden ben je over onze hulp?",
  notSolvedAfterAll: "Toch niet opgelost",
  thanksForRating: (rating) => `Bedankt voor de ${rating} ★!`,
  sorryForRating: (rating) => `Bedankt voor je eerlijkheid: ${rating} ★. We proberen het beter te doen.`,
  greeting:
    "Hallo! Stel je vraag in een of twee zinnen, dan zoek ik het antwoord in de kennisbank. Als ik niet zeker ben, neemt een mens het over.",

  makeRequest: "Er een verzoek van maken",
  othersAsked:
    "Anderen hebben al om zoiets gevraagd. Een stem daarop helpt meer dan een tweede verzoek. Is het een van deze?",
  voteFor: (title) => `Stem op: ${title}`,
  makeMine: "Geen van deze, maak het mijne",

  bugPieces: {
    steps: "Wat deed je stap voor stap vlak voordat het gebeurde?",
    actual: "Wat gebeurde er toen?",
    expected: "Wat had je in plaats daarvan verwacht?",
    error_text: "Is er een foutmelding? Zo ja, plak die dan als tekst.",
    environment: "Welke versie gebruik je, en op welk systeem of in welke browser?",
  },
  askOnePiece: (question) =>
    `Bedankt voor de melding. Eén ding zou de ontwikkelaars helpen: ${lowerFirst(question)}`,
  askPieces: (list) =>
    `Bedankt voor de melding. Kun je aanvullen wat je hiervan weet? Dat helpt de ontwikkelaars om de fout te vinden.\n\n${list}`,
  filed: (url) =>
    `Ik heb dit als foutrapport aan de ontwikkelaars doorgegeven${url === null ? "." : `: ${url}`} Je hoort hier wat ermee gebeurt.`,
  linked: (url) =>
    `Dit lijkt op een fout die de ontwikkelaars al kennen${url === null ? "." : `: ${url}`} Jouw melding telt nu mee, en je hoort hier wat ermee gebeurt.`,
  fromMaintainers: "Van de ontwikkelaars:",

  merged: "Er is een oplossing klaar. Ik laat het je hier weten zodra die is uitgebracht.",
  fixed: (issue) =>
    `Het team heeft ${report(issue)} als ${done(issue.isWish)} gesloten. Ik laat het je hier weten zodra het is uitgebracht.`,
  closedAsFixed: (issue) =>
    `Het team heeft ${report(issue)} als ${done(issue.isWish)} gesloten. Werkt het nu bij jou?`,
  closed: (issue) =>
    `Het team heeft ${report(issue)} gesloten. Als dit voor jou nog belangrijk is, schrijf het me hier.`,
  notPlanned: (issue) =>
    `Het team gaat hier niet mee verder en heeft ${report(issue)} als ‘niet gepland’ gesloten. Als je een andere oplossing nodig hebt, schrijf dan hier.`,
  duplicate: (issue, other) =>
    `Het team heeft ${report(issue)} gesloten, omdat er al ${other("een dergelijk")} is.`,
  reopened: (issue) =>
    `Het team heeft ${report(issue)} heropend, dus het is nog niet afgerond. Ik laat je hier weten wat eruit komt.`,
  inPrerelease: (release, isWish) =>
    `${isWish ? "Dit" : "Een oplossing hiervoor"} zit in de voorlopige versie ${release}. Als je die kunt proberen: werkt het bij jou? Ik laat het ook weten als het in een definitieve versie zit.`,
  shipped: (release, isWish) => `Dit is ${done(isWish)} in ${release}.`,
  newestRelease: "de nieuwste versie",
  doesItWork: "Werkt het nu bij jou?",
  works: "Ja, het werkt",
  worksNot: "Nee, nog niet",
  whatIsStillSeen:
    "Bedankt voor het proberen. Wat gaat er nog mis? Schrijf het hier, dan krijgt het team het.",
};
