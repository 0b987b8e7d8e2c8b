/** Definitions of all columns, for paper: there is nothing to click on it. */
import { useTranslation } from "react-i18next";
import { pick } from "@/i18n";
import { useFormula } from "./MetricInfo";
import type { Report } from "./types";
import { useMetrics } from "./useReport";

export function Footnotes({ report }: { report: Report }) {
  const { t } = useTranslation("reports");
  const metrics = useMetrics();
  const formula = useFormula();
  const shown = metrics.filter((metric) => report.columns.some((column) => column.metric === metric.key));
  return (
    <section className="lt-rp-print lt-rp-footnotes">
      <h2>{t("footnotes")}</h2>
      <p>{pick(report.about)}</p>
      <ol>
        {shown.map((metric) => (
          <li key={metric.key}>
            <strong>{pick(metric.name)}</strong> {pick(metric.definition)} {formula(metric) !== pick(metric.name) && t("footnoteFormula", { formula: formula(metric) })}
          </li>
        ))}
      </ol>
    </section>
  );
}
