/** Relaxations along the waiting time: after so long a lower level suffices, and so many agents match. */
import { CloseOutlined, PlusOutlined, TeamOutlined } from "@ant-design/icons";
import { Button, InputNumber } from "antd";
import { useTranslation } from "react-i18next";
import type { Relaxation, Requirement, SkillGroup } from "@/api/records";
import { nextRelaxation, relaxationFaults, steps } from "./matching";

interface Props {
  id?: string;
  value?: Relaxation[];
  onChange?: (relaxations: Relaxation[]) => void;
  requirements: Requirement[];
  groups: SkillGroup[];
  disabled?: boolean;
}

function Found({ count }: { count: number }) {
  const { t } = useTranslation("queues");
  return (
    <span className={count ? "lt-found" : "lt-found lt-found-none"}>
      <TeamOutlined aria-hidden="true" /> {t("found", { count })}
    </span>
  );
}

export function Relaxations({ id, value = [], onChange, requirements, groups, disabled }: Props) {
  const { t } = useTranslation("queues");
  const found = steps(groups, requirements, value);
  const faults = relaxationFaults(requirements, value);
  const change = (index: number, part: Partial<Relaxation>) => onChange?.(value.map((one, at) => (at === index ? { ...one, ...part } : one)));
  return (
    <div id={id} role="group" aria-label={t("relaxations")}>
      <ol className="lt-steps">
        <li>
          <div className="lt-line">
            <strong className="lt-line-grow">{t("atOnce")}</strong>
            <Found count={found[0]?.agents.length ?? 0} />
          </div>
        </li>
        {value.map((one, index) => (
          <li key={index}>
            <div className="lt-line">
              <span>{t("after")}</span>
              <InputNumber min={1} max={7200} precision={0} value={one.after_seconds} disabled={disabled} suffix={t("records:seconds")} className="lt-line-number" aria-label={t("afterOf", { index: index + 1 })} onChange={(seconds) => change(index, { after_seconds: seconds ?? 1 })} />
              <span>{t("suffices")}</span>
              <InputNumber min={1} max={10} precision={0} value={one.min_level} disabled={disabled} aria-label={t("sufficesOf", { index: index + 1 })} onChange={(level) => change(index, { min_level: level ?? 1 })} />
              <span className="lt-line-grow" />
              <Found count={found[index + 1]?.agents.length ?? 0} />
              <Button type="text" danger icon={<CloseOutlined />} disabled={disabled} aria-label={t("removeStep", { index: index + 1 })} onClick={() => onChange?.(value.filter((_, at) => at !== index))} />
            </div>
            {faults[index] && <p className="lt-fault">{t(`fault.${faults[index]}`)}</p>}
          </li>
        ))}
      </ol>
      {!disabled && (
        <Button icon={<PlusOutlined />} disabled={!requirements.length} onClick={() => onChange?.([...value, nextRelaxation(requirements, value)])}>
          {t("addStep")}
        </Button>
      )}
    </div>
  );
}
