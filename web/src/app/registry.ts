/** Where features announce their pages: every features/<name>/routes.tsx is found by itself. */
import type { ComponentType, ReactNode } from "react";

export type MenuGroup = "work" | "service" | "reports" | "manage" | "system";
export const menuGroups: MenuGroup[] = ["work", "service", "reports", "manage", "system"];

export interface PageDefinition {
  /** Path with $parameters, for example "/calls/$callId". */
  path: string;
  /** Key of the title with its namespace, for example "calls:title". */
  title: string;
  component: ComponentType;
  /** The page is offered to whoever has one of these permissions; to everybody when empty. */
  permissions?: string[];
  /** Present when the page stands in the function menu. */
  menu?: {
    group: MenuGroup;
    order: number;
    icon: ReactNode;
    /** What roles call it, where a role may leave it out. */
    name?: string;
  };
}

export interface Feature {
  pages: PageDefinition[];
}

const found = import.meta.glob<Feature>("../features/*/routes.tsx", { eager: true, import: "default" });

export const pages: PageDefinition[] = Object.values(found).flatMap((feature) => feature.pages);

export function mayOpen(page: PageDefinition, permissions: readonly string[]): boolean {
  if (!page.permissions?.length) return true;
  return page.permissions.some((permission) => permissions.includes(permission) || permissions.includes("*"));
}

export interface MenuSection {
  group: MenuGroup;
  pages: PageDefinition[];
}

/** The function menu that a person with these permissions sees; `menus` are those that his roles list. */
export function menuFor(permissions: readonly string[], all: PageDefinition[] = pages, menus?: readonly string[]): MenuSection[] {
  const isListed = (page: PageDefinition) => !page.menu?.name || !menus || menus.includes(page.menu.name);
  return menuGroups
    .map((group) => ({
      group,
      pages: all
        .filter((page) => page.menu?.group === group && isListed(page) && mayOpen(page, permissions))
        .sort((a, b) => (a.menu?.order ?? 0) - (b.menu?.order ?? 0)),
    }))
    .filter((section) => section.pages.length > 0);
}

/** Where a person begins: at the desk with a seat, else at the first page that is good for something without one. */
export function firstPage(sections: readonly MenuSection[], hasSeat: boolean): PageDefinition | undefined {
  const fitting = hasSeat ? undefined : sections.find(({ group }) => group !== "work");
  return (fitting ?? sections[0])?.pages[0];
}
