/** A caller by name, else by number as far as the reader may see it. */
import { useTranslation } from "react-i18next";
import type { CallerShown } from "./state";

export function CallerName({ caller }: { caller: CallerShown }) {
  const { t } = useTranslation();
  const number = caller.anonymous ? t("anonymous") : caller.shown;
  if (!caller.name) return <span className="lt-num">{number}</span>;
  return <span title={number}>{caller.name}</span>;
}
