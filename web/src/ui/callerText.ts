/** How a caller is written: number, name and region in the user's language. */
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { currentLanguage } from "@/i18n";
import type { Caller } from "@/rt/state";

export interface CallerText {
  number: string;
  region: string | undefined;
  /** Name and region, as far as known. */
  about: string;
}

export function regionText(place: { region?: string | null; region_en?: string | null } | undefined): string | undefined {
  const english = currentLanguage() === "zh-CN" ? undefined : place?.region_en;
  return english || place?.region || undefined;
}

export function useCallerText(): (caller: Caller | undefined, more?: (string | undefined)[]) => CallerText {
  const { t } = useTranslation();
  return useCallback(
    (caller, more = []) => {
      const region = regionText(caller);
      const number = !caller || caller.anonymous ? t("anonymous") : caller.shown;
      return { number, region, about: [caller?.name, region, ...more].filter(Boolean).join(" · ") };
    },
    [t],
  );
}
