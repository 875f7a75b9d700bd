import { schema } from "@firstline/db";

const { categories } = schema;

export const CATEGORY_COLUMNS = {
  id: categories.id,
  workspaceId: categories.workspaceId,
  name: categories.name,
  slug: categories.slug,
  description: categories.description,
  icon: categories.icon,
  displayOrder: categories.displayOrder,
  visible: categories.visible,
  parentId: categories.parentId,
  translations: categories.translations,
  createdAt: categories.createdAt,
  updatedAt: categories.updatedAt,
};

export type Category = {
  id: number;
  workspaceId: number;
  name: string;
  slug: string;
  description: string;
  /** An emoji, or the name of one of the built-in pictures. */
  icon: string | null;
  displayOrder: number;
  visible: boolean;
  parentId: number | null;
  /** Name and description in other languages, by locale. */
  translations: Record<string, { name: string; description?: string }>;
  createdAt: Date;
  updatedAt: Date;
};
