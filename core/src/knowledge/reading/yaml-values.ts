import { z } from "zod";

/** Words as people write them in YAML, where `2024` and `true` are none. */
export const yamlText = (longest: number, shortest = 1) =>
  z.preprocess(
    (value) => (typeof value === "number" || typeof value === "boolean" ? String(value) : value),
    z.string().trim().min(shortest).max(longest),
  );

/** Without the fields that have nothing behind their name: they are not given. */
export const withoutEmpty = (values: unknown): unknown =>
  typeof values === "object" && values !== null && !Array.isArray(values)
    ? Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null))
    : (values ?? {});
