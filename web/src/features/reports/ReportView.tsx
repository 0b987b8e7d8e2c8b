/** One report, whatever it counts: period, leading numbers, chart, table, checks. */
import { BarChartOutlined } from "@ant-design/icons";
import { Alert } from "antd";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { currentLanguage, pick } from "@/i18n";
import { EChart } from "@/ui/EChart";
import { EmptyState } from "@/ui/EmptyState";
import { useInstant } from "@/ui/time";
import { draw, heatColumn } from "./chart";
import { Checks } from "./Checks";
import { FormulaNotes } from "./FormulaNotes";
import { Footnotes } from "./Footnotes";
import { ReportTable, useCellText } from "./ReportTable";
import { Summary } from "./Summary";
import type { Period, Report } from "./types";

interface Props {
  report: Report;
  /** Instead of the server's choice. */
  chart: string | undefined;
  onOpen?: (column: string, row: string | undefined) => void;
}

export function daysText({ first, last }: Pick<Period, "first" | "last">): string {
  return first === last ? first : `${first} – ${last}`;
}

function PeriodLine({ report }: { report: Report }) {
  const { t } = useTranslation("reports");
  const instant = useInstant();
  const { period, compare } = report;
  return (
    <p className="lt-rp-period">
      <strong className="lt-num">{daysText(period)}</strong>
      <span>{t("zone", { zone: period.zone })}</span>
      {compare && <span className="lt-num">{t("comparedWith", { days: daysText(compare.period) })}{compare.period.until < compare.period.since || !period.living ? "" : t("comparedSoFar", { until: instant(compare.period.until, "MM-DD HH:mm") })}</span>}
      <span className="lt-num">{t(period.living ? "living" : "computed", { at: instant(report.computed_at, "HH:mm:ss") })}</span>
    </p>
  );
}

function Chart({ report, chart }: Props) {
  const { t } = useTranslation("reports");
  const text = useCellText(report);
  const language = currentLanguage();
  const drawn = useMemo(() => {
    const dimensions = report.columns.filter(({ kind }) => kind === "dimension");
    const several = new Set(report.rows.map((row) => row.cells.flow)).size > 1;
    const named = report.by.length ? dimensions : dimensions.filter(({ key }) => key === report.chart.x || (several && key === "flow"));
    return draw(report, chart && report.chart.kind !== "none" ? chart : report.chart.kind, {
      name: (column) => pick(column.name),
      row: (row) => named.map((column) => text(column, row.cells[column.key])).join(" · "),
      language,
    });
    // The texts follow from report and language.
  }, [report, chart, language]);
  if (!drawn) return null;
  const coloured = report.chart.kind === "heat" && !chart ? heatColumn(report) : undefined;
  const series = report.chart.series.map((key) => report.columns.find((column) => column.key === key)).flatMap((column) => (column ? [pick(column.name)] : []));
  return (
    <figure className="lt-rp-chart">
      <EChart option={drawn.option} height={drawn.height} label={t("chartLabel", { name: pick(report.name), days: daysText(report.period), series: series.join(t("call.and")) })} />
      {coloured && <figcaption>{t("heat", { name: pick(coloured.name) })}</figcaption>}
      {drawn.hidden > 0 && <figcaption>{t("chartHidden", { count: drawn.hidden })}</figcaption>}
    </figure>
  );
}

/** Nothing happened: no row, or a whole of nothing. */
export function isEmpty(report: Report): boolean {
  if (!report.rows.length) return true;
  if (!report.totals) return false;
  return report.columns.every(({ key, kind }) => kind !== "number" || !report.totals![key]);
}

export function ReportView(props: Props) {
  const { report, onOpen } = props;
  const { t } = useTranslation("reports");
  if (isEmpty(report)) {
    return (
      <div className="lt-card">
        <PeriodLine report={report} />
        <EmptyState icon={<BarChartOutlined />} title={t("empty")} hint={t("emptyHint")} />
      </div>
    );
  }
  return (
    <div className="lt-rp-view">
      {report.more && <Alert type="warning" showIcon title={t("more", { count: report.rows.length })} />}
      <div className="lt-card lt-rp-sheet">
        <PeriodLine report={report} />
        <Summary report={report} />
        <Chart {...props} />
        {report.key === "service_levels" && <FormulaNotes report={report} />}
        <ReportTable report={report} onOpen={onOpen} />
        <Checks checks={report.checks} />
      </div>
      <Footnotes report={report} />
    </div>
  );
}
