/**
 * What one unit was worth in US dollars in 2026, roughly. A company's weight grows with the logarithm of its revenue, so
 * that a rate which is ten percent off changes it by four hundredths.
 */
const RATES: Readonly<Record<string, number>> = {
  usd: 1,
  eur: 1.15,
  gbp: 1.32,
  chf: 1.24,
  jpy: 0.0066,
  cny: 0.14,
  inr: 0.0114,
  cad: 0.72,
  aud: 0.66,
  nzd: 0.58,
  sgd: 0.77,
  hkd: 0.128,
  krw: 0.0007,
  sek: 0.105,
  nok: 0.098,
  dkk: 0.154,
  pln: 0.27,
  czk: 0.047,
  huf: 0.003,
  ron: 0.226,
  brl: 0.185,
  mxn: 0.054,
  zar: 0.057,
  ils: 0.3,
  aed: 0.272,
  sar: 0.267,
  try: 0.024,
  thb: 0.031,
  idr: 0.00006,
  myr: 0.24,
  php: 0.017,
  twd: 0.032,
  vnd: 0.000038,
  clp: 0.00105,
};
/** Currencies without cents: amounts are whole units. */
const WHOLE = new Set(["jpy", "krw", "vnd", "clp"]);

/** US cents for an amount in a currency's smallest unit; null for a currency that is not known. */
export function toUsCents(amount: number, currency: string): number | null {
  const code = currency.toLowerCase();
  const rate = RATES[code];
  if (rate === undefined) return null;
  return amount * rate * (WHOLE.has(code) ? 100 : 1);
}
