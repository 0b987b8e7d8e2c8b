/** A list of small records inside a node, for example the options of a menu. */
import { CloseOutlined, PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { ParameterField, type FieldProps } from "./ParameterField";
import { emptyRow, fieldsOf, resolved } from "./schema";

type Row = Record<string, unknown>;

export function RowsField({ schema, defs, value, onChange, pickers, disabled, label }: FieldProps & { label: string }) {
  const { t } = useTranslation("flows");
  const item = resolved(schema.items ?? {}, defs);
  const rows = (Array.isArray(value) ? value : Array.isArray(schema.default) ? schema.default : []) as Row[];
  return (
    <div role="group" aria-label={label} className="lt-full">
      {rows.map((row, index) => (
        <div key={index} className="lt-subrow" role="group" aria-label={t("rowOf", { label, index: index + 1 })}>
          <div className="lt-subrow-fields">
            {fieldsOf(item).map((field) => (
              <ParameterField
                key={field.name}
                {...field}
                defs={defs}
                value={row[field.name]}
                pickers={pickers}
                disabled={disabled}
                onChange={(next) => onChange(rows.map((one, at) => (at === index ? { ...one, [field.name]: next } : one)))}
              />
            ))}
          </div>
          {!disabled && (
            <Button type="text" size="small" danger icon={<CloseOutlined />} aria-label={t("removeRow", { label, index: index + 1 })} onClick={() => onChange(rows.filter((_, at) => at !== index))} />
          )}
        </div>
      ))}
      {!disabled && (
        <Button size="small" icon={<PlusOutlined />} onClick={() => onChange([...rows, emptyRow(item)])}>
          {t("records:add")}
        </Button>
      )}
    </div>
  );
}
