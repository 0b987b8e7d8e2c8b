/** Jitter, loss and round trip as three bars with the numbers in words. */
import { Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import type { Quality } from "@/phone/quality";

const bars = { good: 3, fair: 2, poor: 1 } as const;

export function LineQuality({ quality }: { quality: Quality }) {
  const { t } = useTranslation("bar");
  const numbers = t("qualityNumbers", {
    jitter: quality.jitter.toFixed(0),
    loss: (quality.loss * 100).toFixed(1),
    rtt: quality.rtt === undefined ? "–" : quality.rtt.toFixed(0),
  });
  return (
    <Tooltip title={numbers}>
      <span className={`lt-quality lt-quality-${quality.level}`}>
        <span aria-hidden="true" className="lt-quality-bars">
          {[1, 2, 3].map((bar) => (
            <i key={bar} className={bar <= bars[quality.level] ? "on" : undefined} />
          ))}
        </span>
        {t(`quality.${quality.level}`)}
        <span className="lt-hidden">{numbers}</span>
      </span>
    </Tooltip>
  );
}
