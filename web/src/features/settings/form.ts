/** What the settings form shows and sends. */

import type { Setting } from "@/api/records";

export type Value = Setting["value"];

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
