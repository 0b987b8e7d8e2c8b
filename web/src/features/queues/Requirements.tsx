/** Which skill groups a queue asks for, and from which level. */
import { CloseOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, InputNumber, Select } from "antd";
import { useTranslation } from "react-i18next";
import type { Requirement, SkillGroup } from "@/api/records";

interface Props {
  id?: string;
  value?: Requirement[];
  onChange?: (requirements: Requirement[]) => void;
  groups: SkillGroup[];
  disabled?: boolean;
}

export function Requirements({ id, value = [], onChange, groups, disabled }: Props) {
  const { t } = useTranslation("queues");
  const change = (index: number, part: Partial<Requirement>) => onChange?.(value.map((one, at) => (at === index ? { ...one, ...part } : one)));
  const free = groups.filter((group) => !value.some((one) => one.group === group.id));
  const nameOf = (group: string) => groups.find((one) => one.id === group)?.name ?? "";
  return (
    <div id={id} role="group" aria-label={t("requirements")}>
      {value.map((one, index) => (
        <div key={one.group || index} className="lt-line">
          <Select
            className="lt-line-grow"
            value={one.group || undefined}
            disabled={disabled}
            placeholder={t("chooseGroup")}
            aria-label={t("group")}
            options={groups.map((group) => ({ value: group.id, label: group.name, disabled: group.id !== one.group && !free.includes(group) }))}
            onChange={(group) => change(index, { group })}
          />
          <span>{t("levelFrom")}</span>
          <InputNumber
            min={1}
            max={10}
            precision={0}
            value={one.min_level}
            disabled={disabled}
            aria-label={t("levelOf", { name: nameOf(one.group) })}
            onChange={(level) => change(index, { min_level: level ?? 1 })}
          />
          <Button
            type="text"
            danger
            icon={<CloseOutlined />}
            disabled={disabled}
            aria-label={`${t("records:remove")} ${nameOf(one.group)}`}
            onClick={() => onChange?.(value.filter((_, at) => at !== index))}
          />
        </div>
      ))}
      {!disabled && (
        <Button icon={<PlusOutlined />} disabled={!free.length} onClick={() => onChange?.([...value, { group: free[0]!.id, min_level: 1 }])}>
          {t("addGroup")}
        </Button>
      )}
    </div>
  );
}
