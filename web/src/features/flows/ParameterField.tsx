/** One parameter of a node, with the control that its schema asks for. */
import { AutoComplete, DatePicker, Input, InputNumber, Select, Switch } from "antd";
import { useTranslation } from "react-i18next";
import { currentLanguage } from "@/i18n";
import { DAY } from "@/ui/time";
import { daysBetween } from "./days";
import { words } from "./document";
import { RowsField } from "./RowsField";
import { controlOf, resolved, withoutNull } from "./schema";
import type { Schema, Text } from "./types";
import type { Pickers } from "./usePickers";

export interface FieldProps {
  name: string;
  schema: Schema;
  defs: Record<string, Schema>;
  value: unknown;
  onChange: (value: unknown) => void;
  pickers: Pickers;
  disabled: boolean;
  required?: boolean;
}

/** Kinds whose values are names of other things, which nobody should have to type. */
const chosenOnly = new Set(["prompt", "flow", "queue", "music", "customer_field"]);

function OneLine({ schema, value, onChange, pickers, disabled, label }: FieldProps & { label: string }) {
  const kind = schema["x-kind"] ?? "";
  const options = pickers[kind];
  const text = typeof value === "string" ? value : typeof schema.default === "string" ? schema.default : "";
  const common = { disabled, "aria-label": label, className: "lt-full" };
  if (chosenOnly.has(kind)) {
    return <Select {...common} allowClear={kind === "prompt"} showSearch={{ optionFilterProp: "label" }} value={text || undefined} options={options} onChange={(chosen?: string) => onChange(chosen ?? "")} />;
  }
  if (options) {
    return <AutoComplete {...common} value={text} options={options} showSearch={{ filterOption: (typed, option) => String(option?.label ?? "").toLowerCase().includes(typed.toLowerCase()) }} onChange={onChange} />;
  }
  return <Input {...common} value={text} maxLength={kind === "key" ? 1 : 500} onChange={(event) => onChange(event.target.value)} />;
}

function Words({ value, onChange, disabled, label }: { value: unknown; onChange: (value: unknown) => void; disabled: boolean; label: string }) {
  const { t } = useTranslation("flows");
  const text = (value ?? {}) as Partial<Text>;
  return (
    <div className="lt-both">
      {(["zh-CN", "en"] as const).map((language) => (
        <Input.TextArea
          key={language}
          autoSize={{ minRows: 1, maxRows: 6 }}
          disabled={disabled}
          lang={language}
          placeholder={t(`common:language.${language}`)}
          aria-label={`${label} ${t(`common:language.${language}`)}`}
          value={text[language] ?? ""}
          onChange={(event) => onChange({ "zh-CN": "", en: "", ...text, [language]: event.target.value })}
        />
      ))}
    </div>
  );
}

const SIGNS_BETWEEN_DAYS = [",", ";", " ", "\n", "\u3001", "\uFF0C"];

/** Days of a calendar, such as holidays: typed, pasted as a list, or added from one day to another; kept in order. */
function Days({ value, onChange, disabled, label }: { value: unknown; onChange: (value: string[]) => void; disabled: boolean; label: string }) {
  const { t } = useTranslation("flows");
  const days = Array.isArray(value) ? value.map(String) : [];
  const keep = (wanted: string[]) => onChange([...new Set(wanted)].sort());
  return (
    <div className="lt-full lt-days">
      <Select mode="tags" open={false} className="lt-full" disabled={disabled} aria-label={label} tokenSeparators={SIGNS_BETWEEN_DAYS} placeholder="2027-01-01" value={days} onChange={keep} />
      {!disabled && (
        <DatePicker.RangePicker
          className="lt-full"
          aria-label={t("addDays", { label })}
          placeholder={[t("addDaysFrom"), t("addDaysTo")]}
          value={null}
          onChange={(chosen) => chosen?.[0] && chosen[1] && keep([...days, ...daysBetween(chosen[0].format(DAY), chosen[1].format(DAY))])}
        />
      )}
    </div>
  );
}

function ControlOf(props: FieldProps & { label: string }) {
  const { schema, defs, value, onChange, pickers, disabled, label } = props;
  const { t } = useTranslation("flows");
  const plain = withoutNull(resolved(schema, defs));
  const now = value ?? schema.default;
  const enumName = (one: string | number) => t(`enum.${one}`, { defaultValue: String(one) });
  switch (controlOf(schema, defs)) {
    case "switch":
      return <Switch disabled={disabled} aria-label={label} checked={!!now} onChange={onChange} />;
    case "number":
      return <InputNumber className="lt-full" disabled={disabled} aria-label={label} min={plain.minimum} max={plain.maximum} value={now as number | null} onChange={(typed) => onChange(typed ?? undefined)} />;
    case "choice":
      return <Select className="lt-full" disabled={disabled} aria-label={label} value={now} options={plain.enum?.map((one) => ({ value: one, label: enumName(one) }))} onChange={onChange} />;
    case "words":
      return <Words value={now} onChange={onChange} disabled={disabled} label={label} />;
    case "prompts":
      return <Select mode="multiple" className="lt-full" disabled={disabled} aria-label={label} value={now as string[]} options={pickers.prompt} showSearch={{ optionFilterProp: "label" }} onChange={onChange} />;
    case "numbers":
      return (
        <Select
          mode="multiple"
          className="lt-full"
          disabled={disabled}
          aria-label={label}
          value={now as number[]}
          options={[1, 2, 3, 4, 5, 6, 7].map((day) => ({ value: day, label: t(`weekday.${day}`) }))}
          onChange={(days: number[]) => onChange([...days].sort((a, b) => a - b))}
        />
      );
    case "tags":
      if (schema["x-kind"] === "dates") return <Days value={now} onChange={onChange} disabled={disabled} label={label} />;
      return <Select mode="tags" open={false} className="lt-full" disabled={disabled} aria-label={label} value={now as string[]} onChange={onChange} />;
    case "rows":
      return <RowsField {...props} />;
    default:
      return <OneLine {...props} />;
  }
}

export function ParameterField(props: FieldProps) {
  const label = words(props.schema["x-label"], currentLanguage()) || props.name;
  return (
    <div className="lt-parameter">
      <span className={props.required ? "lt-parameter-name lt-must" : "lt-parameter-name"} aria-hidden="true">
        {label}
      </span>
      <ControlOf {...props} label={label} />
    </div>
  );
}
