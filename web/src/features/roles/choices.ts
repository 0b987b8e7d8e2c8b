/** Which permissions and menus a role may have, by its layer. */
import type { Layer, MenuEntry, Permission } from "@/api/records";

export const EVERYTHING = "*";

/** A seat role has rights of the seat's side only; a platform role may have all. */
export function allowed<T extends Permission>(all: T[], layer: Layer): T[] {
  return layer === "platform" ? all : all.filter((one) => one.layer === "seat");
}

/** "users.read" belongs to "users". */
export function topicOf(permission: string): string {
  return permission.split(".")[0] ?? permission;
}

export interface Topic<T> {
  topic: string;
  entries: T[];
}

/** Permissions in the order of the catalogue, those of one thing together. */
export function byTopic<T extends Permission>(all: T[]): Topic<T>[] {
  const topics = new Map<string, T[]>();
  for (const one of all) topics.set(topicOf(one.name), [...(topics.get(topicOf(one.name)) ?? []), one]);
  return [...topics].map(([topic, entries]) => ({ topic, entries }));
}

/** The menus that the chosen permissions open. */
export function openMenus(menus: MenuEntry[], permissions: string[]): MenuEntry[] {
  return menus.filter((menu) => permissions.includes(EVERYTHING) || menu.permissions.some((one) => permissions.includes(one)));
}

/** null says "all" of a new role; of an existing one it says "as before", so all are named where some were chosen. */
export function menusToSend(all: boolean, chosen: string[] | null | undefined, before: string[] | null | undefined, known: MenuEntry[]): string[] | null {
  if (!all) return chosen ?? [];
  return before ? known.map((menu) => menu.name) : null;
}

/** On or off for several entries at once, the others as they were. */
export function toggled(chosen: string[], names: string[], on: boolean): string[] {
  const others = chosen.filter((name) => !names.includes(name));
  return on ? [...others, ...names] : others;
}
