import { lowerFirst } from "./en.ts";
import type { Report, Words } from "./words.ts";

const report = ({ isWish, link }: Report): string => link(isWish ? "petición" : "incidencia");
const done = (isWish: boolean): string => (isWish ? "hecha" : "corregida");

export const es: Words = {
  aiAnswer: "Respuesta de IA a partir de la base de conocimientos",
  sources: "Fuentes",
  askBack: "¿Responde esto a tu pregunta? Si no, cuéntame un poco más y vuelvo a buscar.",
  whichOfThese: (readings) => `¿A cuál de estas opciones te refieres: ${readings}?`,
  or: "o",
  nothingFound: "No he encontrado nada sobre esto en los artículos que conozco.",
  solved: "Esto lo resolvió",
  notSolved: "No resuelto",
  erased: "(eliminado)",
  askPerson: "Preguntar a una persona",

  handover: {
    ai_low_confidence:
      "No estoy lo bastante seguro para responder a esto yo mismo, así que he preguntado al equipo. Una persona te responderá aquí.",
    user_requested: "He preguntado al equipo. Una persona te responderá aquí.",
    complex_issue: "Para esto hace falta una persona, así que he preguntado al equipo. Te responderán aquí.",
  },
  meanwhile: "Mientras tanto, esto puede ayudar:",
  claimed: (agent) => `${agent} se está ocupando de esto y te responderá aquí.`,

  howDidWeDo: "¡Nos alegra que esté resuelto! ¿Qué tal lo hemos hecho?",
  notSolvedAfterAll: "No está resuelto",
  thanksForRating: (rating) => `¡Gracias por las ${rating} ★!`,
  sorryForRating: (rating) => `Gracias por decírnoslo: ${rating} ★. Intentaremos hacerlo mejor.`,
  greeting:
    "¡Hola! Hazme una pregunta en una o dos frases y buscaré la respuesta en la base de conocimientos. Cuando no esté seguro, te atenderá una persona.",

  makeRequest: "Convertirlo en petición",
  othersAsked:
    "Otras personas han pedido algo parecido. Un voto a la suya ayuda más que una segunda publicación. ¿Es una de estas?",
  voteFor: (title) => `Votar por: ${title}`,
  makeMine: "Ninguna, crear la mía",

  bugPieces: {
    steps: "¿Qué hiciste, paso a paso, justo antes de que ocurriera?",
    actual: "¿Qué pasó entonces?",
    expected: "¿Qué esperabas en su lugar?",
    error_text: "¿Hay un mensaje de error? Si es así, pégalo como texto, por favor.",
    environment: "¿Qué versión usas, y en qué sistema o navegador?",
  },
  askOnePiece: (question) =>
    `Gracias por el aviso. Una cosa ayudaría a los desarrolladores: ${lowerFirst(question)}`,
  askPieces: (list) =>
    `Gracias por el aviso. ¿Puedes añadir lo que sepas de esto? Ayuda a los desarrolladores a encontrar el error.\n\n${list}`,
  filed: (url) =>
    `He pasado esto a los desarrolladores como incidencia${url === null ? "." : `: ${url}`} Aquí sabrás en qué queda.`,
  linked: (url) =>
    `Parece un error que los desarrolladores ya conocen${url === null ? "." : `: ${url}`} Tu aviso ahora cuenta para él, y aquí sabrás en qué queda.`,
  fromMaintainers: "De los desarrolladores:",

  merged: "Ya hay una corrección para esto. Te avisaré aquí cuando se publique.",
  fixed: (issue) =>
    `El equipo ha cerrado la ${report(issue)} como ${done(issue.isWish)}. Te avisaré aquí cuando se publique.`,
  closedAsFixed: (issue) =>
    `El equipo ha cerrado la ${report(issue)} como ${done(issue.isWish)}. ¿Te funciona ahora?`,
  closed: (issue) => `El equipo ha cerrado la ${report(issue)}. Si aún te importa, dímelo aquí.`,
  notPlanned: (issue) =>
    `El equipo ha decidido no seguir con esto: la ${report(issue)} se cerró como «no planificada». Si necesitas una alternativa, escribe aquí.`,
  duplicate: (issue, other) =>
    `El equipo ha cerrado la ${report(issue)} porque es un duplicado de ${other("otra")}.`,
  reopened: (issue) =>
    `La ${report(issue)} se ha vuelto a abrir, así que esto aún no está resuelto. Te contaré aquí en qué queda.`,
  inPrerelease: (release, isWish) =>
    `${isWish ? "Esto" : "Una corrección"} está en la versión preliminar ${release}. Si puedes probarla: ¿te funciona? También te avisaré cuando esté en una versión definitiva.`,
  shipped: (release, isWish) => `Esto está ${isWish ? "hecho" : "corregido"} en ${release}.`,
  newestRelease: "la última versión",
  doesItWork: "¿Te funciona ahora?",
  works: "Sí, funciona",
  worksNot: "No, todavía no",
  whatIsStillSeen: "Gracias por probarlo. ¿Qué sigues viendo? Escríbelo aquí; el equipo lo recibe.",
};
