export { BOARD_PRODUCTS } from "./board.ts";
export type { BoardProblem, BoardProduct } from "./board.ts";
export { exportBoard } from "./export-board.ts";
export type { ExportBoardInput } from "./export-board.ts";
export { importBoard } from "./import-board.ts";
export type { BoardReport, ImportBoardInput } from "./import-board.ts";
