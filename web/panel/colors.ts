type Rgb = [number, number, number];

const HEX = /^#[0-9a-f]{6}$/i;
const WHITE: Rgb = [255, 255, 255];
const INK: Rgb = [16, 20, 24];
const DARK_CARD: Rgb = [27, 31, 36];
/** What WCAG asks of ordinary text. */
const READABLE = 4.5;

/** CSS that gives the panel its accent, in both modes as light or dark as it must be to be read on the panel's ground. */
export function accentRules(accent: string, accentDark: string | null): string {
  const light = fit(parse(accent), WHITE, INK);
  const dark = fit(parse(accentDark ?? accent), DARK_CARD, WHITE);
  const pair = (name: string, one: Rgb, two: Rgb): string => `${name}:light-dark(${css(one)},${css(two)});`;
  return `:host{${pair("--accent", light, dark)}${pair("--on-accent", on(light), on(dark))}}`;
}

export const isColor = (text: string | null): text is string => text !== null && HEX.test(text);

function parse(hex: string): Rgb {
  const value = Number.parseInt(HEX.test(hex) ? hex.slice(1) : "2456e6", 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/** Moves a color towards another until it can be read on `ground`. */
function fit(color: Rgb, ground: Rgb, towards: Rgb): Rgb {
  for (let share = 0; share < 1; share += 0.05) {
    const mixed = mix(color, towards, share);
    if (contrast(mixed, ground) >= READABLE) return mixed;
  }
  return towards;
}

const on = (color: Rgb): Rgb => (contrast(color, WHITE) >= contrast(color, INK) ? WHITE : INK);

function mix([r, g, b]: Rgb, [r2, g2, b2]: Rgb, share: number): Rgb {
  const step = (from: number, to: number): number => Math.round(from + (to - from) * share);
  return [step(r, r2), step(g, g2), step(b, b2)];
}

export function contrast(one: Rgb, two: Rgb): number {
  const [a, b] = [luminance(one), luminance(two)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

function luminance(color: Rgb): number {
  const [r, g, b] = color.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as Rgb; // map keeps the length
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

const css = ([r, g, b]: Rgb): string => `rgb(${r} ${g} ${b})`;
