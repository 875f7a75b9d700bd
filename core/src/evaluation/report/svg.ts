type Attributes = Record<string, string | number>;

const ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Safe inside an element and inside a quoted attribute. */
export const escapeMarkup = (text: string): string =>
  text.replaceAll(/[&<>"]/gu, (sign) => ESCAPES[sign] ?? sign);

/** An element; `children` are markup already. */
export function element(name: string, attributes: Attributes, ...children: string[]): string {
  const written = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${escapeMarkup(typeof value === "number" ? shorten(value) : value)}"`,
  );
  const open = `<${name}${written.join("")}`;
  return children.length === 0 ? `${open}/>` : `${open}>${children.join("")}</${name}>`;
}

/** Tenths of a pixel are below what can be seen, and keep the files small and alike. */
const shorten = (value: number): string => String(Math.round(value * 10) / 10);

export const line = (x1: number, y1: number, x2: number, y2: number, className: string): string =>
  element("line", { x1, y1, x2, y2, class: className });

export function label(x: number, y: number, text: string, className: string): string {
  return element("text", { x, y, class: className }, escapeMarkup(text));
}

/** A line through points, or an area when `className` fills it. */
export const path = (points: [number, number][], className: string): string =>
  element("path", {
    d: points.map(([x, y], i) => `${i === 0 ? "M" : "L"}${shorten(x)} ${shorten(y)}`).join(""),
    class: className,
  });

/** Follows the reader's light or dark setting, alone in a file and inside a page. */
const STYLE = `
.chart{--paper:#fff;--ink:#1c2430;--soft:#5d6878;--grid:#e4e8ee;--main:#2f6fdb;--wash:#2f6fdb26;--mark:#b4540a;
font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",Arial,sans-serif}
@media(prefers-color-scheme:dark){.chart{--paper:#12161d;--ink:#e8ecf2;--soft:#9aa6b8;--grid:#2b3340;--main:#7aa8f5;--wash:#7aa8f533;--mark:#f0a45d}}
.chart .paper{fill:var(--paper)}
.chart text{fill:var(--soft);font-size:12px}
.chart .title{fill:var(--ink);font-size:17px;font-weight:600}
.chart .subtitle{font-size:12.5px}
.chart .end{text-anchor:end}.chart .middle{text-anchor:middle}
.chart .mark-text{fill:var(--mark);font-weight:600}
.chart .over{paint-order:stroke;stroke:var(--paper);stroke-width:4px;stroke-linejoin:round}
.chart .count{font-size:11px;text-anchor:middle}
.chart .grid{stroke:var(--grid);stroke-width:1}
.chart .axis{stroke:var(--soft);stroke-width:1}
.chart .ideal{stroke:var(--soft);stroke-width:1.5;stroke-dasharray:5 4;fill:none}
.chart .threshold{stroke:var(--mark);stroke-width:1;stroke-dasharray:2 3}
.chart .bar{fill:var(--main)}.chart .faint{fill:var(--wash)}
.chart .whisker{stroke:var(--ink);stroke-width:1.2;opacity:.75}
.chart .promise{stroke:var(--mark);stroke-width:2.5}
.chart .curve{stroke:var(--main);stroke-width:2.2;fill:none;stroke-linejoin:round}
.chart .wash{fill:var(--wash);stroke:none}
.chart .dot{fill:var(--paper);stroke:var(--mark);stroke-width:2.2}
`;

export type ChartText = {
  title: string;
  subtitle: string;
  /** Read out instead of the picture. */ description: string;
};

/** A picture of its own, with its heading in the top left corner. */
export function drawChart(width: number, height: number, text: ChartText, parts: string[]): string {
  return element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      role: "img",
      class: "chart",
    },
    element("title", {}, escapeMarkup(text.title)),
    element("desc", {}, escapeMarkup(text.description)),
    element("style", {}, STYLE),
    element("rect", { x: 0, y: 0, width, height, rx: 10, class: "paper" }),
    label(24, 34, text.title, "title"),
    label(24, 54, text.subtitle, "subtitle"),
    ...parts,
  );
}

/** Where values lie on paper. */
export type Plot = {
  left: number;
  right: number;
  top: number;
  bottom: number;
  x(value: number): number;
  y(value: number): number;
};

/** A plot whose x goes from 0 to 1 and whose y goes from 0 to `most`, upward. */
export function makePlot(left: number, top: number, width: number, height: number, most: number): Plot {
  return {
    left,
    right: left + width,
    top,
    bottom: top + height,
    x: (value) => left + width * value,
    y: (value) => top + height * (1 - value / most),
  };
}

/** Horizontal lines at `values`, each with its share in percent. */
export function drawShares(plot: Plot, values: number[]): string[] {
  return values.flatMap((value) => [
    line(plot.left, plot.y(value), plot.right, plot.y(value), value === 0 ? "axis" : "grid"),
    label(plot.left - 10, plot.y(value) + 4, toPercent(value), "end"),
  ]);
}

export const toPercent = (share: number): string => `${Math.round(share * 100)} %`;
