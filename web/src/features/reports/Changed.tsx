/** What a number did against the period that it is compared with: arrow, size, and a colour only where less or more is better. */
import { ArrowDownOutlined, ArrowUpOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import { currentLanguage } from "@/i18n";
import { changeOf } from "./format";
import type { Column, Value } from "./types";

function toneOf(column: Column, direction: number): string {
  const judged = column.less_is_better || (column.target !== null && column.target !== undefined);
  if (!judged || direction === 0) return "even";
  const lessIsBetter = column.less_is_better || column.unit === "seconds";
  return direction > 0 === lessIsBetter ? "worse" : "better";
}

export function Changed({ column, now, before }: { column: Column; now: Value | undefined; before: Value | undefined }) {
  const { t } = useTranslation("reports");
  const change = changeOf(now, before, column.unit);
  if (!change) return null;
  const size = new Intl.NumberFormat(currentLanguage(), { maximumFractionDigits: 1 }).format(change.size);
  const text = t(change.points ? "change.points" : "change.share", { size });
  const words = change.direction > 0 ? t("change.more") : change.direction < 0 ? t("change.less") : t("change.same");
  return (
    <span className={`lt-rp-change lt-rp-${toneOf(column, change.direction)}`}>
      {change.direction > 0 && <ArrowUpOutlined aria-hidden="true" />}
      {change.direction < 0 && <ArrowDownOutlined aria-hidden="true" />}
      <span className="lt-hidden">{words}</span>
      {text}
    </span>
  );
}
