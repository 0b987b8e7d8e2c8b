/** Permissions or menus as a checklist, those of one thing in one line. */
import { Checkbox } from "antd";
import { useTranslation } from "react-i18next";
import type { Permission } from "@/api/records";
import { pick } from "@/i18n";
import { byTopic, toggled } from "./choices";

interface Props<T extends Permission> {
  id?: string;
  label: string;
  entries: T[];
  value?: string[];
  onChange?: (chosen: string[]) => void;
  disabled?: boolean;
}

export function Checklist<T extends Permission>({ id, label, entries, value = [], onChange, disabled }: Props<T>) {
  const { t } = useTranslation("roles");
  const names = entries.map((one) => one.name);
  const count = names.filter((name) => value.includes(name)).length;
  return (
    <div id={id} role="group" aria-label={label} className="lt-checks">
      <Checkbox
        checked={count === names.length && count > 0}
        indeterminate={count > 0 && count < names.length}
        disabled={disabled || !names.length}
        onChange={(event) => onChange?.(toggled(value, names, event.target.checked))}
      >
        {t("all", { count, total: names.length })}
      </Checkbox>
      {byTopic(entries).map(({ topic, entries: some }) => (
        <div key={topic} className="lt-checks-row">
          {some.map((one) => (
            <Checkbox
              key={one.name}
              checked={value.includes(one.name)}
              disabled={disabled}
              onChange={(event) => onChange?.(toggled(value, [one.name], event.target.checked))}
            >
              {pick(one)}
            </Checkbox>
          ))}
        </div>
      ))}
    </div>
  );
}
