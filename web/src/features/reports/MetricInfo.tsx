/** What a number means: definition, formula, unit, where it comes from, and what of it the company chose. */
import { InfoCircleOutlined } from "@ant-design/icons";
import { Button, Popover } from "antd";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { pick } from "@/i18n";
import { usePermission } from "@/ui/records/usePermission";
import { readable } from "./formula";
import type { Metric } from "./types";
import { useMetrics } from "./useReport";

/** Metrics whose counting the company's settings change. */
const CHOSEN = new Set(["service_level", "answer_rate", "abandon_rate", "average_answer", "answered_within", "short_abandoned", "satisfaction_rate", "satisfied"]);

/** A group of the language file: what formulas say beside the names of columns. */
const PHRASES = "phrases";

export function columnOf(metric: Metric): string {
  return metric.key.slice(metric.source.length + 1);
}

export function useFormula(): (metric: Metric) => string {
  const { t } = useTranslation("reports");
  const metrics = useMetrics();
  const phrases = t(PHRASES, { returnObjects: true }) as Record<string, string>;
  return (metric) => readable(metric, metrics, (one) => pick(one.name), phrases);
}

function Choice({ metric }: { metric: Metric }) {
  const { t } = useTranslation("reports");
  const maySettings = usePermission()("settings.read");
  if (!CHOSEN.has(columnOf(metric))) return null;
  const isLevel = columnOf(metric) === "service_level";
  return (
    <>
      <dt>{t("info.choice")}</dt>
      <dd>
        {t("info.chosenByCompany")}
        {isLevel && <Link to="/reports/$reportKey" params={{ reportKey: "service_levels" }}>{t("info.compareFormulas")}</Link>}
        {maySettings && <Link to="/settings">{t("info.settings")}</Link>}
      </dd>
    </>
  );
}

function Definition({ metric }: { metric: Metric }) {
  const { t } = useTranslation("reports");
  const formula = useFormula();
  return (
    <dl className="lt-rp-definition">
      <dt>{t("info.definition")}</dt>
      <dd>{pick(metric.definition)}</dd>
      <dt>{t("info.formula")}</dt>
      <dd>{formula(metric)}</dd>
      <dt>{t("info.unit")}</dt>
      <dd>{t(`units.${metric.unit}`)}</dd>
      <dt>{t("info.source")}</dt>
      <dd>{t(`sources.${metric.source}`)}</dd>
      <Choice metric={metric} />
    </dl>
  );
}

export function MetricInfo({ metric }: { metric: Metric }) {
  const { t } = useTranslation("reports");
  const name = pick(metric.name);
  return (
    <Popover trigger="click" title={name} content={<Definition metric={metric} />}>
      <Button type="text" size="small" className="lt-rp-info" icon={<InfoCircleOutlined />} aria-label={t("info.open", { name })} />
    </Popover>
  );
}
