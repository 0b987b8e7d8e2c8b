/** The few numbers of a report that stand for the whole, largest first to be read. */
import { useTranslation } from "react-i18next";
import { currentLanguage, pick } from "@/i18n";
import { Changed } from "./Changed";
import { lookOf, missesTarget } from "./format";
import { useCellText } from "./ReportTable";
import type { Column, Report, Row } from "./types";

const MOST = 6;

/** The first number tells how much, those with a target how well; what has no value tells nothing. */
export function leading(columns: readonly Column[], totals: Row["cells"]): Column[] {
  const numbers = columns.filter(({ kind, metric, key }) => kind === "number" && metric && typeof totals[key] === "number");
  const judged = numbers.slice(1).filter((column) => column.target !== null || column.less_is_better);
  const rest = numbers.slice(1).filter((column) => !judged.includes(column));
  const chosen = new Set([...numbers.slice(0, 1), ...judged, ...rest].slice(0, MOST));
  return numbers.filter((column) => chosen.has(column));
}

export function Summary({ report }: { report: Report }) {
  const { t } = useTranslation("reports");
  const text = useCellText(report);
  const totals = report.totals;
  if (!totals || !report.by.length) return null;
  const columns = leading(report.columns, totals);
  if (!columns.length) return null;
  return (
    <dl className="lt-rp-summary">
      {columns.map((column) => {
        const value = totals[column.key];
        const missed = missesTarget(column, value);
        const { unit } = lookOf(column, [...report.rows.map((row) => row.cells[column.key]!), value ?? null], currentLanguage());
        return (
          <div key={column.key}>
            <dt>{pick(column.name)}</dt>
            <dd className={missed ? "lt-num lt-rp-missed" : "lt-num"}>
              {text(column, value)}
              {value !== null && value !== undefined && (unit === "seconds" || unit === "rate") && <small>{t(`unit.${unit}`)}</small>}
              {missed && <small>{t("missed")}</small>}
              {report.compare && <Changed column={column} now={value} before={report.compare.totals[column.key]} />}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
