/** How one of several free agents is chosen, each way with its explanation. */
import { Form, Radio } from "antd";
import { useTranslation } from "react-i18next";
import type { Strategy } from "@/api/records";

export const strategies: Strategy[] = [
  "longest_idle",
  "least_time_used",
  "fewest_calls",
  "priority_in_group",
  "sequential",
  "round_robin",
  "random",
];

export function StrategyField() {
  const { t } = useTranslation("queues");
  return (
    <Form.Item name="strategy" label={t("strategy")} className="lt-wide" rules={[{ required: true }]}>
      <Radio.Group className="lt-strategies">
        {strategies.map((one) => (
          <Radio key={one} value={one}>
            {t(`strategies.${one}.name`)}
            <span className="lt-sub">{t(`strategies.${one}.how`)}</span>
          </Radio>
        ))}
      </Radio.Group>
    </Form.Item>
  );
}
