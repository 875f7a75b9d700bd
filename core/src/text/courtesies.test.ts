import { expect, test } from "vitest";
import { isChatter, isThanks, isYes } from "./courtesies.ts";

test.each([
  "",
  "👍",
  ":tada: :tada:",
  "hi",
  "Hello everyone!",
  "thanks!",
  "ok great, thank you so much",
  "...",
  "<@U123>",
  "<a:wave:123>",
  "Guten Morgen zusammen!",
  "Grüß Gott",
  "Bonjour à tous",
  "¡Hola!",
  "Bom dia pessoal",
  "مرحبًا",
  "Всем привет!",
  "Доброе утро, коллеги",
  "大家早上好",
  "皆さんこんにちは！",
  "여러분 안녕하세요",
  "Günaydın arkadaşlar",
  "Cześć wszystkim",
  "नमस्ते",
  "Xin chào mọi người",
])("%j is chatter", (text) => {
  expect(isChatter(text)).toBe(true);
});

test.each([
  "hi, my build fails",
  "thanks, but it still fails",
  "help",
  "404?",
  "How?",
  "<Accordion type='single' collapsible />",
])("%j is not chatter", (text) => {
  expect(isChatter(text)).toBe(false);
});

test.each([
  "thanks",
  "that worked, thanks!",
  "it works now",
  "Perfect, thank you",
  "thanks, that worked",
  "ok",
  "this is solved now, thanks a lot!",
  "Vielen Dank!",
  "Das hat funktioniert, danke dir!",
  "Ja, klappt jetzt. Danke schön 🙏",
  "Merci beaucoup, ça marche",
  "C’est bon, merci !",
  "Muchas gracias, ya funciona",
  "Obrigado, funcionou",
  "Grazie mille",
  "Top, dankjewel",
  "شكرًا جزيلًا",
  "Thanks for your help!",
  "ok, thank you so much for the quick help",
  "Danke für die Hilfe",
  "Vielen Dank für eure schnelle Hilfe!",
  "Merci pour l’aide",
  "Gracias por tu ayuda",
  "Obrigada pela sua ajuda",
  "Grazie dell’aiuto",
  "Bedankt voor je hulp",
  "Спасибо большое, всё заработало!",
  "Дякую за допомогу",
  "好的，非常感谢！",
  "问题解决了，谢谢你的帮助",
  "ありがとうございます！解決しました。",
  "了解です。助かりました",
  "해결됐어요, 감사합니다!",
  "Çok teşekkür ederim, çalıştı",
  "Dzięki wielkie, działa już",
  "बहुत बहुत धन्यवाद",
  "Terima kasih banyak",
])("%j means that it is done", (text) => {
  expect(isThanks(text)).toBe(true);
});

test.each([
  "thanks, but how do I undo it?",
  "it works on linux but not on mac",
  "hello",
  "Danke, aber wie geht das?",
  "Si no, ¿qué hago?",
  "Das geht nicht",
  "Fixed?",
  "ok, it works now?",
  "Klappt das jetzt? Erledigt?",
  "¿Ya funciona?",
  "ça marche maintenant ?",
  "تم الحل؟",
  "谢谢，但是还是不行",
  "好的，我的密码呢",
  "ありがとうございます、でもまだ動きません",
  "Спасибо, но не работает",
  "감사합니다. 그런데 아직 안 돼요",
  "Teşekkürler ama olmadı",
])("%j does not", (text) => {
  expect(isThanks(text)).toBe(false);
});

test.each(["yes", "Yes yes!", "Ja", "Sí.", "oui", "sim", "да", "はい", "是的", "네"])(
  "%j is a yes",
  (text) => {
    expect(isYes(text)).toBe(true);
  },
);

test.each(["yes, but how?", "ja und nein", "no"])("%j is more than a yes", (text) => {
  expect(isYes(text)).toBe(false);
});

test.each(["<a ", ":a", "<@", "#", "`"])("%j over and over before a thank-you is read at once", (piece) => {
  const text = piece.repeat(40_000 / piece.length);

  expect(isThanks(`${text} thanks`)).toBe(/^\W+$/u.test(piece));
});

test.each([
  "geht jetzt ",
  "si ",
  "danke schon ",
  "ok ",
  "ja das hat geklappt jetzt ",
  "谢谢",
  "好的",
  "ありがとう",
])("%j over and over, and then something else, is read at once", (phrase) => {
  expect(isThanks(`${phrase.repeat(140 / phrase.length)}x`)).toBe(false);
});
