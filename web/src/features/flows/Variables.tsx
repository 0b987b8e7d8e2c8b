/** The variables of a flow: what it remembers, and which of it goes with the call to the agent and the records. */
import { useTranslation } from "react-i18next";
import { RowsField } from "./RowsField";
import type { FlowDocument, Schema, Variable } from "./types";

interface Props {
  document: FlowDocument;
  readOnly: boolean;
  onEdit: (document: FlowDocument) => void;
}

const types = ["text", "number", "date", "boolean"];

export function Variables({ document, readOnly, onEdit }: Props) {
  const { t } = useTranslation("flows");
  const label = (key: string) => ({ "zh-CN": t(key), en: t(key) });
  const row: Schema = {
    type: "object",
    required: ["name"],
    properties: {
      name: { type: "string", "x-label": label("variable.name") },
      type: { enum: types, default: "text", "x-label": label("variable.type") },
      initial: { type: "string", default: "", "x-label": label("variable.initial") },
      persist: { type: "boolean", default: false, "x-label": label("variable.persist") },
    },
  };
  return (
    <section className="lt-variables" aria-labelledby="flow-variables">
      <h2 id="flow-variables">{t("variables")}</h2>
      <p className="lt-section-hint">{t("variablesHint")}</p>
      <RowsField
        name="variables"
        label={t("variables")}
        schema={{ type: "array", items: row }}
        defs={{}}
        value={document.variables ?? []}
        pickers={{}}
        disabled={readOnly}
        onChange={(variables) => onEdit({ ...document, variables: variables as Variable[] })}
      />
    </section>
  );
}
