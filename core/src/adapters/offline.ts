export { createOfflineEmbedder } from "./offline/embedder.ts";
export { createOfflineModel } from "./offline/model.ts";
