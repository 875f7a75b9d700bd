import { expect, test } from "vitest";
import { anArticle } from "../support/factories.ts";
import { searchBase } from "../support/search-base.ts";

const base = await searchBase();
const { load, search } = base;
const { db } = base.ctx;

const german = [
  anArticle({
    title: "Rechnungen herunterladen",
    content:
      "Die Rechnungen eines Monats findest du in den Einstellungen unter Abrechnung. Dort kannst du sie auch herunterladen.",
  }),
  anArticle({
    title: "Passwörter zurücksetzen",
    content:
      "Wenn du dich nicht mehr anmelden kannst, setze das Passwort zurück. Den Link dazu schicken wir dir per E-Mail.",
  }),
  anArticle({
    title: "Konten kündigen",
    content:
      "Ein Konto kannst du zum Ende des Monats kündigen. Danach werden alle Daten gelöscht, die noch darin sind.",
  }),
];
const french = [
  anArticle({
    title: "Télécharger une facture",
    content:
      "Vous trouverez vos factures dans les paramètres du compte. Elles peuvent être téléchargées à tout moment.",
  }),
  anArticle({
    title: "Résilier l'abonnement",
    content:
      "Les abonnements peuvent être résiliés dans les paramètres, et ils prennent fin à la date de votre facture.",
  }),
];
const english = [
  anArticle({
    title: "Download invoices",
    content: "You will find the invoices of a month in the settings, and there you can download them.",
  }),
  anArticle({
    title: "Reset a password",
    content: "If you can no longer log in, reset the password. We will send you a link for that by mail.",
  }),
];

async function first(query: string): Promise<string | undefined> {
  const [hit] = await search(query);
  return hit?.title;
}

test.each([
  ["Wo bekomme ich meine Rechnung?", "Rechnungen herunterladen"],
  ["ich habe mein passwort vergessen, wie kann ich es zuruecksetzen", "Passwörter zurücksetzen"],
  ["Wie erfolgt die Kündigung des Kontos?", "Konten kündigen"],
  ["Passworts", "Passwörter zurücksetzen"],
])("in a German knowledge base %j finds %j", async (question, title) => {
  await load(german);

  expect(await first(question)).toBe(title);
});

test.each([
  ["comment puis-je resilier mes abonnements ?", "Résilier l'abonnement"],
  ["où sont les factures de l'année ?", "Télécharger une facture"],
  ["Wie kann ich eine Rechnung herunterladen?", "Rechnungen herunterladen"],
  ["how do I download my invoice?", "Download invoices"],
  ["resetting passwords", "Reset a password"],
])("in a knowledge base of three languages %j finds %j", async (question, title) => {
  await load([...english, ...german, ...french]);

  expect(await first(question)).toBe(title);
});

test.each([
  ["abonnement résilié", "Résilier l'abonnement"],
  ["l'abonnement à résilier", "Résilier l'abonnement"],
  ["Erreur d'abonnements", "Résilier l'abonnement"],
  ["facture téléchargée", "Télécharger une facture"],
])("beside more English articles the short %j finds %j", async (question, title) => {
  const more = ["Invite a colleague", "Export a report"].map((name) =>
    anArticle({ title: name, content: `${name} in the settings of the workspace, where you can find it.` }),
  );
  await load([...english, ...more, ...french]);

  expect(await first(question)).toBe(title);
});

test("articles are known by their language; English is the rule and needs no mention", async () => {
  await load([...english, ...german]);

  const articles = await db.query.articles.findMany({
    where: (article, { eq }) => eq(article.workspaceId, base.workspaceId),
  });
  const workspace = await db.query.workspaces.findFirst({
    where: (row, { eq }) => eq(row.id, base.workspaceId),
  });
  expect(articles.filter((article) => article.language === "de")).toHaveLength(3);
  expect(articles.filter((article) => article.language === null)).toHaveLength(2);
  expect(workspace?.language).toBe("de,en");
});

test("when the German articles leave, the knowledge base is English again", async () => {
  await load(german);
  expect(await first("Passworts")).toBe("Passwörter zurücksetzen");

  await load(english);

  expect(await first("resetting passwords")).toBe("Reset a password");
  const workspace = await db.query.workspaces.findFirst({
    where: (row, { eq }) => eq(row.id, base.workspaceId),
  });
  expect(workspace?.language).toBeNull();
});

test("an article that changes its language is found by the new one's rules", async () => {
  const title = "FAQ";
  await load([
    anArticle({
      title,
      content: "Passwords: if you can no longer log in, reset the password in the settings.",
    }),
  ]);
  await load([
    anArticle({
      title,
      content: "Passwörter: wenn du dich nicht anmelden kannst, setze das Passwort zurück.",
    }),
  ]);

  expect(await first("Passworts")).toBe("FAQ");
});
