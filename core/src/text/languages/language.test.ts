import { expect, test } from "vitest";
import { detectLanguage, likeliestLanguage } from "./language.ts";

test.each([
  ["en", "How do I rotate the API token?"],
  ["en", "is there any way to export my invoices"],
  ["de", "Wie kann ich mein Passwort zurücksetzen?"],
  ["de", "Hallo, wo finde ich die Rechnung vom letzten Monat?"],
  ["fr", "Comment puis-je changer mon adresse de facturation ?"],
  ["fr", "je n'arrive pas a me connecter avec mon compte"],
  ["fr", "Comment réinitialiser l'authentification ?"],
  ["fr", "L’export d’un rapport échoue"],
  ["it", "Dov'è l'account?"],
  ["es", "¿Cómo puedo cambiar la contraseña de mi cuenta?"],
  ["es", "no puedo entrar en mi cuenta, que hago"],
  ["it", "Come posso cambiare la password del mio account?"],
  ["pt", "Como posso alterar a senha da minha conta? Não consigo entrar."],
  ["nl", "Hoe kan ik mijn wachtwoord opnieuw instellen?"],
  ["sv", "Hur kan jag återställa mitt lösenord?"],
  ["da", "Hvordan kan jeg nulstille min adgangskode? Jeg ved ikke hvad jeg skal gøre."],
  ["no", "Hvordan kan jeg tilbakestille passordet mitt? Jeg vet ikke hva jeg skal gjøre."],
  ["fi", "Miten voin vaihtaa salasanan? En voi kirjautua, kun sähköposti on väärä."],
  ["pl", "Jak mogę zmienić hasło do mojego konta? Nie wiem, gdzie to jest."],
  ["cs", "Jak si mohu změnit heslo ke svému účtu, když není vidět tlačítko?"],
  ["tr", "Şifremi nasıl değiştirebilirim? Hesabım için bir kod gelmedi."],
  ["ru", "Как мне сбросить пароль?"],
  ["uk", "Як мені змінити пароль і пошту?"],
  ["bg", "Как да сменя паролата? Няма бутон и това ми пречи."],
  ["el", "Πώς αλλάζω τον κωδικό μου;"],
  ["he", "איך אני משנה את הסיסמה?"],
  ["ar", "كيف يمكنني تغيير كلمة المرور؟"],
  ["fa", "چگونه رمز عبور را تغییر دهم؟"],
  ["hi", "मैं अपना पासवर्ड कैसे बदलूँ?"],
  ["th", "ฉันจะเปลี่ยนรหัสผ่านได้อย่างไร"],
  ["ko", "비밀번호를 어떻게 변경하나요?"],
  ["ja", "SlackをDiscordに接続するにはどうすればいいですか?"],
  ["zh", "如何在 Slack 中重置我的密码?"],
])("%s is heard in %j", (language, text) => {
  expect(detectLanguage(text)).toBe(language);
});

test.each([
  [""],
  ["🙂🙂"],
  ["1234 5678"],
  ["Passwort"],
  ["ECONNREFUSED 127.0.0.1:5432"],
  ["ray.init(num_cpus=4)"],
  ["Hon. Maria Luna  Hon. Jerry Marshak  Hon. Philip Marshall"],
  ["```\nwie kann ich das nicht mit der\n```"],
  ["const la = de.en(un); https://example.com/wie/ist/das"],
])("%j is in no language that could be told", (text) => {
  expect(detectLanguage(text)).toBeNull();
});

test.each([
  ["fr", "Erreur d'authentification"],
  ["fr", "Mot de passe oublié"],
  ["en", "export to CSV"],
  ["de", "Rechnung für März"],
  [null, "reset password"],
  [null, "Как мне сбросить пароль?"],
])("of English, German and French %s is the likeliest for %j", (language, text) => {
  expect(likeliestLanguage(text, ["en", "de", "fr"])).toBe(language);
});

test("a quotation in another language does not change an article's language", () => {
  const article =
    "The welcome message can be translated. By default it says: “Hallo, wie kann ich dir helfen?” You may change " +
    "it in the settings of the channel, and it will be used for every new thread that is opened there.";

  expect(detectLanguage(article)).toBe("en");
});

test("the language is that of the sentences around a piece of code", () => {
  expect(
    detectLanguage(
      "Was bedeutet das?\n```\nif the user is not in the list then do this\n```\nIch finde nichts dazu.",
    ),
  ).toBe("de");
});

test("a very long text takes no longer than its beginning", () => {
  const started = performance.now();

  detectLanguage("a/".repeat(5_000_000));

  expect(performance.now() - started).toBeLessThan(500);
});
