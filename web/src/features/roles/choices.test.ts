import { describe, expect, test } from "vitest";
import type { MenuEntry, Permission } from "@/api/records";
import { allowed, byTopic, menusToSend, openMenus, toggled } from "./choices";

const permission = (name: string, layer: "seat" | "platform"): Permission => ({ name, layer, zh: name, en: name });
const all = [permission("desk.use", "seat"), permission("users.read", "platform"), permission("calls.read", "platform"), permission("users.write", "platform")];

describe("a role's rights", () => {
  test("stay on the seat's side for a seat role", () => {
    expect(allowed(all, "seat").map((one) => one.name)).toEqual(["desk.use"]);
    expect(allowed(all, "platform")).toHaveLength(4);
  });

  test("stand together by what they are about", () => {
    expect(byTopic(all).map((topic) => [topic.topic, topic.entries.length])).toEqual([["desk", 1], ["users", 2], ["calls", 1]]);
  });

  test("open only the menus whose permission is there", () => {
    const menus: MenuEntry[] = [{ ...permission("users", "platform"), permissions: ["users.read"] }];
    expect(openMenus(menus, ["desk.use"])).toEqual([]);
    expect(openMenus(menus, ["*"])).toEqual(menus);
  });

  test("send every menu by name where a choice is taken back", () => {
    const known: MenuEntry[] = [{ ...permission("users", "platform"), permissions: ["users.read"] }];
    expect(menusToSend(true, null, null, known)).toBeNull();
    expect(menusToSend(true, ["desk"], ["desk"], known)).toEqual(["users"]);
    expect(menusToSend(false, ["desk"], null, known)).toEqual(["desk"]);
  });

  test("change together and leave the others", () => {
    expect(toggled(["a", "b"], ["b", "c"], true)).toEqual(["a", "b", "c"]);
    expect(toggled(["a", "b"], ["b", "c"], false)).toEqual(["a"]);
  });
});
