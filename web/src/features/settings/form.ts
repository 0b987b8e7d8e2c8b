/** What the settings form shows and sends. */

import type { Setting } from "@/api/records";

export type Value = Setting["value"];

const GROUPS = ["calls", "keeping", "login", "reports", "targets"] as const;
/** They stand on a page of their own. */
const ELSEWHERE = ["dial_out"];
const OTHERS = "others";

export interface SettingsGroup {
  name: string;
  settings: Setting[];
}

/** The settings of a page under their headings; a group that the client does not know stands last, so that none is lost. */
export function sectionsOf(settings: Setting[], group?: string): SettingsGroup[] {
  if (group) return [{ name: "rules", settings: settings.filter((one) => one.group === group) }];
  const here = settings.filter((one) => !ELSEWHERE.includes(one.group));
  const headingOf = (one: Setting) => GROUPS.find((name) => name === one.group) ?? OTHERS;
  return [...GROUPS, OTHERS].map((name) => ({ name, settings: here.filter((one) => headingOf(one) === name) })).filter((one) => one.settings.length > 0);
}

export function valuesOf(settings: Setting[]): Record<string, Value> {
  return Object.fromEntries(settings.map((setting) => [setting.key, setting.value]));
}

/** Only what differs is sent; an emptied number goes back to its default, an emptied text stays empty. */
export function changes(settings: Setting[], values: Record<string, Value | null | undefined>): Record<string, Value> {
  const found: Record<string, Value> = {};
  for (const setting of settings) {
    if (!(setting.key in values)) continue;
    const typed = values[setting.key];
    const value = typed ?? (setting.kind === "str" ? "" : setting.default);
    if (value !== setting.value) found[setting.key] = value;
  }
  return found;
}
