/** What a report is asked for; each change stands in the address at once. */
import { Button, DatePicker, Radio, Select } from "antd";
import dayjs from "dayjs";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { pick } from "@/i18n";
import { useChoices } from "@/ui/records/useChoices";
import { DAY } from "@/ui/time";
import { chartKinds, comparisons, fittingGrains, joined, listOf, plain, wantedBy, wantedDays, wantedGrain, type Filters } from "./address";
import { isDay, isQuick, quickPeriods } from "./period";
import type { Dimension, Entry } from "./types";
import { useMetrics } from "./useReport";

interface Props {
  entry: Entry;
  filters: Filters;
  today: string;
  onChange: (change: Filters) => void;
}

const OWN = "own";
const MOST_DIMENSIONS = 2;

function Days({ filters, today, onChange }: Props) {
  const { t } = useTranslation("reports");
  const days = wantedDays(filters, today);
  const name = plain(filters.period);
  const fixed = isDay(plain(filters.from)) && isDay(plain(filters.to));
  const [choosing, setChoosing] = useState(false);
  const shown = choosing || fixed ? OWN : isQuick(name) ? name : "today";
  const choose = (value: string) => {
    setChoosing(value === OWN);
    if (value !== OWN) onChange({ period: value, from: undefined, to: undefined, open: undefined });
  };
  return (
    <>
      <Radio.Group optionType="button" value={shown} onChange={(event) => choose(event.target.value as string)} aria-label={t("filter.period")}>
        {[...quickPeriods, OWN].map((one) => (
          <Radio.Button key={one} value={one}>
            {t(`period.${one}`)}
          </Radio.Button>
        ))}
      </Radio.Group>
      {shown === OWN && (
        <DatePicker.RangePicker
          className="lt-rp-days"
          allowClear={false}
          value={[dayjs(days.from), dayjs(days.to)]}
          onChange={(chosen) => chosen?.[0] && chosen[1] && onChange({ from: chosen[0].format(DAY), to: chosen[1].format(DAY), period: undefined, open: undefined })}
          aria-label={t("filter.days")}
        />
      )}
    </>
  );
}

interface ChooseProps {
  label: string;
  value: string | undefined;
  options: { value: string; label: string }[];
  clear?: boolean;
  onChange: (value: string | undefined) => void;
}

function Choose({ label, value, options, clear, onChange }: ChooseProps) {
  return (
    <label className="lt-rp-field">
      <span>{label}</span>
      <Select value={value} allowClear={clear} options={options} onChange={onChange} aria-label={label} popupMatchSelectWidth={false} />
    </label>
  );
}

interface SeveralProps {
  name: "queue" | "agent" | "flow";
  filters: Filters;
  options: { value: string; label: string }[];
  onChange: Props["onChange"];
}

function Several({ name, filters, options, onChange }: SeveralProps) {
  const { t } = useTranslation("reports");
  const label = t(`filter.${name}`);
  return (
    <label className="lt-rp-field">
      <span>{label}</span>
      <Select
        mode="multiple"
        maxTagCount="responsive"
        className="lt-rp-several"
        value={listOf(filters[name])}
        placeholder={t("filter.all")}
        showSearch={{ optionFilterProp: "label" }}
        options={options}
        popupMatchSelectWidth={false}
        aria-label={label}
        onChange={(values: string[]) => onChange({ [name]: joined(values), open: undefined })}
      />
    </label>
  );
}

function Things(props: Props) {
  const { entry } = props;
  const choices = useChoices();
  if (!choices) return null;
  const has = (name: "queue" | "agent" | "flow") => entry.filters.includes(name);
  const named = (found: { id: string; name: string }[]) => found.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <>
      {has("queue") && <Several {...props} name="queue" options={named(choices.queues)} />}
      {has("agent") && <Several {...props} name="agent" options={named(choices.agents)} />}
      {has("flow") && <Several {...props} name="flow" options={choices.flows.map(({ id, name }) => ({ value: id, label: pick(name) }))} />}
    </>
  );
}

function Rows({ entry, filters, today, onChange }: Props) {
  const { t } = useTranslation("reports");
  const by = wantedBy(entry, filters);
  const days = wantedDays(filters, today);
  if (!entry.by.length) return null;
  const name = (one: string) => t(`by.${one}`);
  const set = (values: string[]) => onChange({ by: joined(values), open: undefined });
  return (
    <>
      <label className="lt-rp-field">
        <span>{t("filter.by")}</span>
        <Select mode="multiple" className="lt-rp-by" maxCount={MOST_DIMENSIONS} value={by} options={entry.by.map((one) => ({ value: one, label: name(one) }))} onChange={(values: Dimension[]) => set(values)} aria-label={t("filter.by")} popupMatchSelectWidth={false} />
      </label>
      {by.includes("time") && (
        <Choose
          label={t("filter.grain")}
          value={wantedGrain(entry, filters, days)}
          options={fittingGrains(entry, days).map((grain) => ({ value: grain, label: t(`grain.${grain}`) }))}
          onChange={(grain) => onChange({ grain, open: undefined })}
        />
      )}
    </>
  );
}

function Columns({ entry, filters, onChange }: Props) {
  const { t } = useTranslation("reports");
  const metrics = useMetrics();
  const chosen = listOf(filters.metrics).filter((key) => entry.metrics.includes(key));
  const names = new Map(metrics.map((metric) => [metric.key, pick(metric.name)]));
  if (!entry.metrics.length) return null;
  const choose = (values: readonly string[]) => onChange({ metrics: joined(values), open: undefined });
  return (
    <label className="lt-rp-field">
      <span>{t("filter.metrics")}</span>
      <Select
        mode="multiple"
        className="lt-rp-columns"
        maxTagCount={0}
        maxTagPlaceholder={() => t("columnsChosen", { count: chosen.length || entry.default_metrics.length })}
        value={chosen.length ? chosen : entry.default_metrics}
        showSearch={{ optionFilterProp: "label" }}
        popupMatchSelectWidth={false}
        options={entry.metrics.map((key) => ({ value: key, label: names.get(key) ?? key }))}
        aria-label={t("filter.metrics")}
        onChange={choose}
        popupRender={(list) => (
          <>
            {list}
            <div className="lt-rp-columns-all">
              <Button type="link" size="small" disabled={!chosen.length} onClick={() => choose([])}>{t("columnsStandard")}</Button>
              <Button type="link" size="small" disabled={chosen.length === entry.metrics.length} onClick={() => choose(entry.metrics)}>{t("columnsAll")}</Button>
            </div>
          </>
        )}
      />
    </label>
  );
}

export function FilterBar(props: Props) {
  const { entry, filters, onChange } = props;
  const { t } = useTranslation("reports");
  const words = (keys: readonly string[], group: string) => keys.map((key) => ({ value: key, label: t(`${group}.${key}`) }));
  const hasChart = entry.by.length > 0;
  return (
    <div className="lt-rp-filters" role="search" aria-label={t("filter.label")}>
      <div className="lt-rp-line">
        <Days {...props} />
      </div>
      <div className="lt-rp-line">
        <Rows {...props} />
        <Things {...props} />
        {entry.compares && <Choose label={t("filter.compare")} value={plain(filters.compare) ?? "none"} options={[{ value: "none", label: t("compare.none") }, ...words(comparisons, "compare")]} onChange={(compare) => onChange({ compare: compare === "none" ? undefined : compare })} />}
        <Columns {...props} />
        {hasChart && <Choose label={t("filter.chart")} value={plain(filters.chart) ?? "auto"} options={[{ value: "auto", label: t("chart.auto") }, ...words(chartKinds, "chart")]} onChange={(chart) => onChange({ chart: chart === "auto" ? undefined : chart })} />}
      </div>
    </div>
  );
}
