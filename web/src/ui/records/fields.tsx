/** Form fields with label, rules and unit in one line each, and a grid that sets them side by side. */
import { DatePicker, Form, type FormItemProps, Input, InputNumber, Select, Switch } from "antd";
import type { Rule } from "antd/es/form";
import dayjs, { type Dayjs } from "dayjs";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { DAY } from "@/ui/time";

export interface Option<V extends string | number = string> {
  value: V;
  label: string;
  disabled?: boolean;
}

interface Common {
  name: string | (string | number)[];
  label: string;
  required?: boolean;
  hint?: ReactNode;
  rules?: Rule[];
  /** Takes the whole width of the grid. */
  wide?: boolean;
  disabled?: boolean;
}

interface ItemProps extends Common {
  valueProp?: string;
  /** How the control shows the form's value, and how its own becomes the form's. */
  valueProps?: FormItemProps["getValueProps"];
  normalize?: FormItemProps["normalize"];
  children: ReactNode;
}

function Item({ name, label, required, hint, rules, wide, valueProp, valueProps, normalize, children }: ItemProps) {
  const { t } = useTranslation("records");
  return (
    <Form.Item
      name={name}
      label={label}
      extra={hint}
      className={wide ? "lt-wide" : undefined}
      valuePropName={valueProp}
      getValueProps={valueProps}
      normalize={normalize}
      rules={[{ required, message: t("required", { field: label }) }, ...(rules ?? [])]}
    >
      {children}
    </Form.Item>
  );
}

export function TextField({ placeholder, maxLength = 100, area, autoFocus, ...rest }: Common & { placeholder?: string; maxLength?: number; area?: boolean; autoFocus?: boolean }) {
  const { t } = useTranslation("records");
  const blank: Rule = { whitespace: true, message: t("required", { field: rest.label }) };
  const common = { placeholder, maxLength, autoFocus, disabled: rest.disabled };
  return (
    <Item {...rest} rules={rest.required ? [blank, ...(rest.rules ?? [])] : rest.rules}>
      {area ? <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} {...common} /> : <Input autoComplete="off" {...common} />}
    </Item>
  );
}

/** A number beyond its limits is told, not put right behind the back of whoever typed it. */
export function NumberField({ min, max, unit, placeholder, ...rest }: Common & { min?: number; max?: number; unit?: string; placeholder?: string }) {
  const { t } = useTranslation("records");
  const message = t(min === undefined ? "atMost" : max === undefined ? "atLeast" : "between", { min, max });
  const range: Rule = { type: "number", min, max, message };
  return (
    <Item {...rest} rules={[...(min === undefined && max === undefined ? [] : [range]), ...(rest.rules ?? [])]}>
      <InputNumber className="lt-number" precision={0} suffix={unit} placeholder={placeholder} disabled={rest.disabled} />
    </Item>
  );
}

const asDay = (value?: string | null) => ({ value: value ? dayjs(value) : null });
const asText = (day: Dayjs | null) => day?.format(DAY) ?? null;

/** A day; its value is a text like 2026-11-29, or null. */
export function DateField(props: Common) {
  return (
    <Item {...props} valueProps={asDay} normalize={asText}>
      <DatePicker className="lt-number" disabled={props.disabled} />
    </Item>
  );
}

export function SwitchField(props: Common) {
  return (
    <Item {...props} valueProp="checked">
      <Switch disabled={props.disabled} />
    </Item>
  );
}

interface ChoiceProps extends Common {
  options: Option<string | number>[];
  multiple?: boolean;
  /** Values that are no option may be typed, several at once with commas or blanks between them. */
  typed?: boolean;
  loading?: boolean;
  placeholder?: string;
}

export function SelectField({ options, multiple, typed, loading, placeholder, ...rest }: ChoiceProps) {
  return (
    <Item {...rest}>
      <Select
        mode={typed ? "tags" : multiple ? "multiple" : undefined}
        tokenSeparators={typed ? [",", "，", ";", "；", " "] : undefined}
        open={typed && options.length === 0 ? false : undefined}
        suffixIcon={typed && options.length === 0 ? null : undefined}
        allowClear={!rest.required}
        showSearch={{ optionFilterProp: "label" }}
        options={options}
        loading={loading}
        placeholder={placeholder}
        disabled={rest.disabled}
      />
    </Item>
  );
}

export function Section({ title, hint, children }: { title?: string; hint?: ReactNode; children: ReactNode }) {
  return (
    <fieldset className="lt-section">
      {title && <legend>{title}</legend>}
      {hint && <p className="lt-section-hint">{hint}</p>}
      <div className="lt-grid">{children}</div>
    </fieldset>
  );
}
