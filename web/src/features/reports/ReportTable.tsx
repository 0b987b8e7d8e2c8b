/** The table of a report: the server's columns, sorted at wish, with totals, comparison and numbers that open. */
import { CaretDownOutlined, CaretUpOutlined } from "@ant-design/icons";
import { Link } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { currentLanguage, pick } from "@/i18n";
import { Changed } from "./Changed";
import { lookOf, missesTarget, partText, type Look } from "./format";
import { MetricInfo } from "./MetricInfo";
import { lengthOf } from "./period";
import { sorted, type Sorting } from "./sorting";
import type { Column, Report, Row, Value } from "./types";
import { useMetrics } from "./useReport";

interface Props {
  report: Report;
  /** Opens the contacts of a cell; absent for who may not see calls. */
  onOpen?: (column: string, row: string | undefined) => void;
}

/** With more columns than this a table is set closer, so that a wide screen holds agents' time with its reasons. */
const MANY = 14;

type Looks = Record<string, Look>;

function useLooks(report: Report): Looks {
  const language = currentLanguage();
  return useMemo(
    () => Object.fromEntries(report.columns.map((column) => [column.key, lookOf(column, [...report.rows.map((row) => row.cells[column.key]!), report.totals?.[column.key] ?? null], language)])),
    [report, language],
  );
}

export function useCellText(report: Report): (column: Column, value: Value | undefined) => string {
  const looks = useLooks(report);
  const { grain, zone } = report.period;
  const days = lengthOf({ from: report.period.first, to: report.period.last });
  return (column, value) => {
    if (value === null || value === undefined || value === "") return "–";
    if (column.unit === "instant") return partText(String(value), column.key === "time" ? grain : null, zone, days, currentLanguage());
    return typeof value === "number" ? looks[column.key]!.text(value) : value;
  };
}

function useTargetText(look: Look | undefined, column: Column): string | undefined {
  const { t } = useTranslation("reports");
  if (column.target === null || column.target === undefined || !look) return undefined;
  const sign = column.less_is_better || column.unit === "seconds" ? "≤" : "≥";
  return t("target", { target: `${sign}${look.text(column.target)}` });
}

function Head({ column, look, sorting, onSort }: { column: Column; look: Look | undefined; sorting: Sorting | undefined; onSort: () => void }) {
  const { t } = useTranslation("reports");
  const metric = useMetrics().find(({ key }) => key === column.metric);
  const target = useTargetText(look, column);
  const mine = sorting?.column === column.key ? sorting.order : undefined;
  return (
    <th scope="col" className={`lt-rp-${column.kind}`} aria-sort={mine ? (mine === "up" ? "ascending" : "descending") : undefined}>
      <button type="button" className="lt-rp-sort" onClick={onSort}>
        {pick(column.name)}
        {mine === "up" && <CaretUpOutlined aria-hidden="true" />}
        {mine === "down" && <CaretDownOutlined aria-hidden="true" />}
      </button>
      {(look?.unit || target || metric) && (
        <small>
          {target && <span>{target}</span>}
          <span>
            {look?.unit && t(`unit.${look.unit}`)}
            {metric && <MetricInfo metric={metric} />}
          </span>
        </small>
      )}
    </th>
  );
}

interface CellProps extends Props {
  column: Column;
  row: Row | undefined;
  value: Value | undefined;
  text: string;
}

function Cell({ report, column, row, value, text, onOpen }: CellProps) {
  const { t } = useTranslation("reports");
  const before = row ? report.compare?.rows[row.id]?.[column.key] : report.compare?.totals[column.key];
  const opens = onOpen && column.opens && typeof value === "number" && value > 0;
  const name = pick(column.name);
  const missed = missesTarget(column, value);
  return (
    <td className={`lt-rp-${column.kind}${missed ? " lt-rp-missed" : ""}`}>
      {opens ? (
        <button type="button" className="lt-rp-open" onClick={() => onOpen(column.key, row?.id)} aria-label={t("openCell", { name, value: text })}>
          {text}
        </button>
      ) : (
        text
      )}
      {missed && <span className="lt-hidden">{t("missed")}</span>}
      {report.compare && column.kind === "number" && <Changed column={column} now={value} before={before} />}
    </td>
  );
}

function Body({ report, rows, onOpen }: Props & { rows: Row[] }) {
  const { t } = useTranslation("reports");
  const text = useCellText(report);
  return (
    <tbody>
      {rows.map((row) => (
        <tr key={row.id}>
          {report.columns.map((column, place) => {
            const value = row.cells[column.key];
            if (column.kind !== "dimension") return <Cell key={column.key} report={report} column={column} row={row} value={value} text={text(column, value)} onOpen={onOpen} />;
            const name = text(column, value);
            return (
              <th key={column.key} scope="row" className="lt-rp-dimension" title={name}>
                {place === 0 && row.call && onOpen ? (
                  <Link to="/calls/$callId" params={{ callId: row.call }} aria-label={t("openCall", { name })}>{name}</Link>
                ) : (
                  name
                )}
              </th>
            );
          })}
        </tr>
      ))}
    </tbody>
  );
}

function Foot({ report, onOpen }: Props) {
  const { t } = useTranslation("reports");
  const text = useCellText(report);
  const totals = report.totals;
  if (!totals) return null;
  return (
    <tfoot>
      <tr>
        {report.columns.map((column, place) => {
          const value = totals[column.key];
          if (place === 0) return <th key={column.key} scope="row" className="lt-rp-dimension">{typeof value === "number" ? t("totalOf", { count: value }) : t("totals")}</th>;
          if (column.kind === "dimension") return <td key={column.key} />;
          const shown = value === undefined ? "" : text(column, value);
          return <Cell key={column.key} report={report} column={column} row={undefined} value={value} text={column.averaged && value ? t("averageOf", { value: shown }) : shown} onOpen={onOpen} />;
        })}
      </tr>
    </tfoot>
  );
}

export function ReportTable({ report, onOpen }: Props) {
  const looks = useLooks(report);
  const [sorting, setSorting] = useState<Sorting>();
  const rows = useMemo(() => sorted(report.rows, sorting), [report.rows, sorting]);
  const sort = (column: Column) =>
    setSorting((now) => {
      const first = column.kind === "number" ? "down" : "up";
      if (now?.column !== column.key) return { column: column.key, order: first };
      return now.order === first ? { column: column.key, order: first === "up" ? "down" : "up" } : undefined;
    });
  return (
    <div className="lt-rp-scroll" role="region" aria-label={pick(report.name)} tabIndex={0}>
      <table className={`lt-rp-table lt-num lt-rp-of-${report.key}${report.columns.length > MANY ? " lt-rp-many" : ""}`}>
        <caption className="lt-hidden">{pick(report.name)}</caption>
        <thead>
          <tr>
            {report.columns.map((column) => (
              <Head key={column.key} column={column} look={looks[column.key]} sorting={sorting} onSort={() => sort(column)} />
            ))}
          </tr>
        </thead>
        <Body report={report} rows={rows} onOpen={onOpen} />
        <Foot report={report} onOpen={onOpen} />
      </table>
    </div>
  );
}
