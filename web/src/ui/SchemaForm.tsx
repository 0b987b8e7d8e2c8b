/** A form from a list of fields: labels, rules and the server's field problems in one place. */
import { Form, Input, InputNumber, Select, Switch } from "antd";
import type { FormInstance, Rule } from "antd/es/form";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ApiProblem } from "@/api/problem";

export interface Field {
  name: string;
  label: string;
  kind?: "text" | "password" | "area" | "number" | "switch" | "select" | "multi" | "tags";
  required?: boolean;
  options?: { value: string; label: string }[];
  hint?: ReactNode;
  placeholder?: string;
  min?: number;
  max?: number;
  rules?: Rule[];
  disabled?: boolean;
}

function Control({ field, ...rest }: { field: Field; id?: string }) {
  const common = { disabled: field.disabled, placeholder: field.placeholder, ...rest };
  switch (field.kind) {
    case "password":
      return <Input.Password autoComplete="new-password" {...common} />;
    case "area":
      return <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} {...common} />;
    case "number":
      return <InputNumber min={field.min} max={field.max} style={{ width: "100%" }} {...common} />;
    case "switch":
      return <Switch {...rest} disabled={field.disabled} />;
    case "select":
      return <Select allowClear={!field.required} showSearch={{ optionFilterProp: "label" }} options={field.options} {...common} />;
    case "multi":
      return <Select mode="multiple" showSearch={{ optionFilterProp: "label" }} options={field.options} {...common} />;
    case "tags":
      return <Select mode="tags" tokenSeparators={[",", " "]} options={field.options} open={field.options ? undefined : false} {...common} />;
    default:
      return <Input autoComplete="off" {...common} />;
  }
}

interface Props<T extends object> {
  form: FormInstance<T>;
  fields: Field[];
  initial?: Partial<T>;
  onSubmit: (values: T) => void;
  onChange?: (values: T) => void;
  children?: ReactNode;
}

export function SchemaForm<T extends object>({ form, fields, initial, onSubmit, onChange, children }: Props<T>) {
  const { t } = useTranslation("form");
  return (
    <Form<T>
      form={form}
      layout="vertical"
      requiredMark
      initialValues={initial as Record<string, unknown> | undefined}
      onFinish={onSubmit}
      onValuesChange={(_, values) => onChange?.(values as T)}
      validateTrigger={["onBlur", "onSubmit"]}
    >
      {fields.map((field) => (
        <Form.Item
          key={field.name}
          name={field.name as never}
          label={field.label}
          extra={field.hint}
          valuePropName={field.kind === "switch" ? "checked" : "value"}
          rules={[{ required: field.required, message: t("required", { field: field.label }) }, ...(field.rules ?? [])]}
        >
          <Control field={field} />
        </Form.Item>
      ))}
      {children}
    </Form>
  );
}

/** Puts the server's field problems under their fields; answers false when the problem names no field. */
export function showFieldProblems<T extends object>(form: FormInstance<T>, error: unknown): boolean {
  if (!(error instanceof ApiProblem) || error.fields.length === 0) return false;
  form.setFields(error.fields.map((field) => ({ name: field.field.split(".") as never, errors: [field.message] })));
  return true;
}
