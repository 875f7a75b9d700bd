import type { Texts } from "../../panel/texts.ts";

/** Every sentence of the panel, in one language. */
export type PanelTexts = Texts;
