/** The filters of the call log; each change stands in the address at once. */
import { SearchOutlined } from "@ant-design/icons";
import { Button, DatePicker, Input, Select } from "antd";
import dayjs from "dayjs";
import { useTranslation } from "react-i18next";
import { useChoices } from "@/ui/records/useChoices";
import { isFiltered, noFilters, type Filters } from "./filters";
import { outcomes } from "./OutcomeTag";

interface Props {
  filters: Filters;
  zone: string;
  onChange: (change: Filters) => void;
}

interface Choice {
  id: string;
  name: string;
}

const DAY = "YYYY-MM-DD";

function Days({ filters, zone, onChange }: Props) {
  const { t } = useTranslation("calls");
  const today = dayjs.tz(undefined, zone);
  const back = (days: number): [dayjs.Dayjs, dayjs.Dayjs] => [today.subtract(days, "day"), today];
  const day = (text: string | undefined) => (dayjs(text ?? null).isValid() ? dayjs(text) : null);
  return (
    <DatePicker.RangePicker
      className="lt-calls-days"
      value={[day(filters.from), day(filters.to)]}
      allowEmpty
      presets={[
        { label: t("days.today"), value: back(0) },
        { label: t("days.yesterday"), value: [today.subtract(1, "day"), today.subtract(1, "day")] },
        { label: t("days.week"), value: back(6) },
        { label: t("days.month"), value: back(29) },
      ]}
      onChange={(days) => onChange({ from: days?.[0]?.format(DAY), to: days?.[1]?.format(DAY) })}
      aria-label={t("filter.days")}
    />
  );
}

function Words({ name, filters, onChange }: Pick<Props, "filters" | "onChange"> & { name: "number" | "text" }) {
  const { t } = useTranslation("calls");
  const value = filters[name] === undefined ? "" : String(filters[name]);
  return (
    <Input.Search
      key={value}
      className="lt-calls-words"
      defaultValue={value}
      allowClear
      searchIcon={<SearchOutlined aria-label={t("records:searchIn", { title: t(`filter.${name}`) })} />}
      placeholder={t(`filter.${name}`)}
      aria-label={t(`filter.${name}`)}
      onSearch={(typed) => onChange({ [name]: typed.trim() || undefined })}
    />
  );
}

function Choose({ name, filters, onChange, options }: Omit<Props, "zone"> & { name: keyof Filters; options: { value: string; label: string }[] }) {
  const { t } = useTranslation("calls");
  return (
    <Select
      className="lt-calls-choose"
      popupMatchSelectWidth={false}
      value={filters[name] || undefined}
      allowClear
      showSearch={{ optionFilterProp: "label" }}
      placeholder={t(`filter.${name}`)}
      aria-label={t(`filter.${name}`)}
      options={options}
      onChange={(value: string | undefined) => onChange({ [name]: value })}
    />
  );
}

export function FilterBar({ filters, zone, onChange }: Props) {
  const { t } = useTranslation("calls");
  const choices = useChoices();
  const named = (found: Choice[]) => found.map(({ id, name }) => ({ value: id, label: name }));
  const words = (keys: string[], group: string) => keys.map((key) => ({ value: key, label: t(`${group}.${key}`) }));
  const shared = { filters, onChange };
  return (
    <div className="lt-calls-filters" role="search" aria-label={t("filter.label")}>
      <Days {...shared} zone={zone} />
      <Words name="number" {...shared} />
      <Choose name="outcome" {...shared} options={words(Object.keys(outcomes), "outcome")} />
      <Choose name="direction" {...shared} options={words(["in", "out"], "direction")} />
      {choices && <Choose name="agent" {...shared} options={named(choices.agents)} />}
      {choices && <Choose name="queue" {...shared} options={named(choices.queues)} />}
      <Choose name="recorded" {...shared} options={words(["yes", "no"], "recorded")} />
      <Words name="text" {...shared} />
      {isFiltered(filters) && <Button onClick={() => onChange(noFilters)}>{t("common:reset")}</Button>}
    </div>
  );
}
