/** A list that a page only looks names up in: whoever may not read it sees the page without them. */
import { useAll } from "./useAll";
import { usePermission } from "./usePermission";

/** The permission that each list asks for; null for lists that everybody may read. */
const reading = {
  "/users": "users.read",
  "/roles": "roles.read",
  "/seats": "seats.read",
  "/skill-groups": "skill_groups.read",
  "/queues": "queues.read",
  "/prompts": "prompts.read",
  "/flows": "flows.read",
  "/access-numbers": "numbers.read",
  "/bound-numbers": "numbers.read",
  "/settings": "settings.read",
  "/permissions": null,
  "/menus": null,
} as const;

export interface Lookup<T> {
  items: T[];
  isLoading: boolean;
}

export function useLookup<T>(path: keyof typeof reading): Lookup<T> {
  const may = usePermission();
  const permission = reading[path];
  const list = useAll<T>(path, undefined, permission === null || may(permission));
  return { items: list.data ?? [], isLoading: list.isLoading };
}
