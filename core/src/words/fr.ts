import { lowerFirst } from "./en.ts";
import type { Report, Words } from "./words.ts";

const report = ({ isWish, link }: Report): string =>
  isWish ? `la ${link("demande")}` : `le ${link("rapport de bug")}`;
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const done = (isWish: boolean): string => (isWish ? "réalisée" : "corrigé");

export const fr: Words = {
  aiAnswer: "Réponse de l'IA à partir de la base de connaissances",
  sources: "Sources",
  askBack:
    "Est-ce que cela répond à ta question ? Sinon, donne-moi un peu plus de détails et je chercherai encore.",
  whichOfThese: (readings) => `De quoi s'agit-il : ${readings} ?`,
  or: "ou",
  nothingFound: "Je n'ai rien trouvé à ce sujet dans les articles que je connais.",
  solved: "C'est résolu",
  notSolved: "Pas résolu",
  erased: "(supprimé)",
  askPerson: "Demander à quelqu'un",

  handover: {
    ai_low_confidence:
      "Je ne suis pas assez sûr pour répondre moi-même, alors j'ai demandé à l'équipe. Quelqu'un te répondra ici.",
    user_requested: "J'ai demandé à l'équipe. Quelqu'un te répondra ici.",
    complex_issue:
      "Il faut une personne pour cela, alors j'ai demandé à l'équipe. Quelqu'un te répondra ici.",
  },
  meanwhile: "En attendant, ceci peut aider :",
  claimed: (agent) => `${agent} s'en occupe et te répondra ici.`,

  howDidWeDo: "Content que ce soit résolu ! Que penses-tu de notre aide ?",
  notSolvedAfterAll: "Finalement pas résolu",
  thanksForRating: (rating) => `Merci pour les ${rating} ★ !`,
  sorryForRating: (rating) => `Merci de nous l'avoir dit : ${rating} ★. Nous essaierons de faire mieux.`,
  greeting:
    "Bonjour ! Pose-moi ta question en une ou deux phrases et je chercherai la réponse dans la base de connaissances. Quand je ne suis pas sûr, une personne prend le relais.",

  makeRequest: "En faire une demande",
  othersAsked:
    "D'autres ont demandé quelque chose de semblable. Un vote pour la leur aide plus qu'une seconde demande. Est-ce l'une de celles-ci ?",
  voteFor: (title) => `Voter pour : ${title}`,
  makeMine: "Aucune, créer la mienne",

  bugPieces: {
    steps: "Qu'as-tu fait, étape par étape, juste avant ?",
    actual: "Que s'est-il passé ensuite ?",
    expected: "À quoi t'attendais-tu ?",
    error_text: "Y a-t-il un message d'erreur ? Si oui, colle-le en texte, s'il te plaît.",
    environment: "Quelle version utilises-tu, et sur quel système ou navigateur ?",
  },
  askOnePiece: (question) =>
    `Merci pour le signalement. Une chose aiderait les développeurs : ${lowerFirst(question)}`,
  askPieces: (list) =>
    `Merci pour le signalement. Peux-tu ajouter ce que tu en sais ? Cela aide les développeurs à trouver le bug.\n\n${list}`,
  filed: (url) =>
    `J'ai transmis cela aux développeurs comme rapport de bug${url === null ? "." : ` : ${url}`} Tu sauras ici ce qu'il en advient.`,
  linked: (url) =>
    `Cela ressemble à un bug que les développeurs connaissent déjà${url === null ? "." : ` : ${url}`} Ton signalement y est ajouté, et tu sauras ici ce qu'il en advient.`,
  fromMaintainers: "De la part des développeurs :",

  merged: "Une correction est prête. Je te préviendrai ici quand elle sera publiée.",
  fixed: (issue) =>
    `L'équipe a fermé ${report(issue)} comme ${done(issue.isWish)}. Je te préviendrai ici quand ce sera publié.`,
  closedAsFixed: (issue) =>
    `L'équipe a fermé ${report(issue)} comme ${done(issue.isWish)}. Est-ce que cela marche maintenant ?`,
  closed: (issue) => `L'équipe a fermé ${report(issue)}. Si cela compte encore pour toi, dis-le-moi ici.`,
  notPlanned: (issue) =>
    `L'équipe a décidé de ne pas poursuivre : elle a fermé ${report(issue)} comme « non ${issue.isWish ? "prévue" : "prévu"} ». S'il te faut une autre solution, écris ici.`,
  duplicate: (issue, other) =>
    `L'équipe a fermé ${report(issue)}, car il existe déjà ${other(issue.isWish ? "une demande identique" : "un rapport identique")}.`,
  reopened: (issue) =>
    `${capital(report(issue))} est de nouveau ${issue.isWish ? "ouverte" : "ouvert"}, ce n'est donc pas encore réglé. Je te dirai ici ce qu'il en advient.`,
  inPrerelease: (release, isWish) =>
    `${isWish ? "Ceci" : "Une correction"} est dans la préversion ${release}. Si tu peux l'essayer : est-ce que cela marche ? Je te préviendrai aussi quand ce sera dans une version finale.`,
  shipped: (release, isWish) => `C'est ${isWish ? "réalisé" : "corrigé"} dans ${release}.`,
  newestRelease: "la dernière version",
  doesItWork: "Est-ce que cela marche maintenant ?",
  works: "Oui, ça marche",
  worksNot: "Non, pas encore",
  whatIsStillSeen:
    "Merci d'avoir essayé. Qu'est-ce qui ne marche toujours pas ? Écris-le ici ; l'équipe le reçoit.",
};
