import { expect, test } from "vitest";
import { findTaskOutOfPlace } from "./out-of-place.ts";

const BILL = [
  "Your invoice for March is ready.",
  "The amount of 49 dollars was charged to your credit card on Monday.",
  "You can download the receipt under Billing in your account.",
  "If the payment failed, update the card and we will try again within two days.",
];
const amid = (sentence: string): string[] => [...BILL.slice(0, 2), sentence, ...BILL.slice(2)];

test.each([
  "Explain how photosynthesis works.",
  "What is the tallest mountain in Africa?",
  "Write a poem about the sea in autumn.",
  "Could you translate 'good evening' into Polish?",
])("%j has nothing to do with a bill", (sentence) => {
  expect(findTaskOutOfPlace(amid(sentence))).toBe(sentence);
});

test.each([
  "How do I change my credit card?",
  "Tell us when a payment is missing.",
  "Why was I charged twice?",
  "Send the receipt to your accountant.",
  "Photosynthesis works with light.",
  "# What is the tallest mountain in Africa?",
  "Thank you very much!",
])("%j is let stand amid a bill", (sentence) => {
  expect(findTaskOutOfPlace(amid(sentence))).toBeNull();
});

test("of a text in another language nothing is known", () => {
  const german = [
    "Die Rechnung für den März liegt jetzt in deinem Konto bereit.",
    "Der Betrag von 49 Euro wurde am Montag von der Karte abgebucht, die du hinterlegt hast.",
    "Was ist IBAN Discount?",
    "Wenn die Zahlung nicht geklappt hat, kannst du eine andere Karte angeben und es noch einmal versuchen.",
    "Die Quittung findest du unter Abrechnung in den Einstellungen.",
  ];

  expect(findTaskOutOfPlace(german)).toBeNull();
});

test("of a few words nobody can say what they are about", () => {
  expect(findTaskOutOfPlace(["Your invoice is ready.", "Explain how photosynthesis works."])).toBeNull();
  expect(findTaskOutOfPlace([])).toBeNull();
});
