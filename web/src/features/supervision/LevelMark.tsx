/** How far beyond its limits: icon and word, so that it never depends on colour alone. */
import { AlertFilled, WarningFilled } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import type { Level } from "./state";

export function levelClass(level: Level | undefined): string {
  return level ? ` lt-sv-${level}` : "";
}

export function LevelIcon({ level }: { level: Level | undefined }) {
  const { t } = useTranslation("supervision");
  if (!level) return null;
  const Icon = level === "alarm" ? AlertFilled : WarningFilled;
  return (
    <span className={`lt-sv-icon lt-sv-${level}`} title={t(`level.${level}`)}>
      <Icon aria-hidden="true" />
      <span className="lt-hidden">{t(`level.${level}`)}</span>
    </span>
  );
}

export function LevelMark({ level }: { level: Level | undefined }) {
  const { t } = useTranslation("supervision");
  if (!level) return null;
  const Icon = level === "alarm" ? AlertFilled : WarningFilled;
  return (
    <span className={`lt-sv-mark lt-sv-${level}`}>
      <Icon aria-hidden="true" /> {t(`level.${level}`)}
    </span>
  );
}
