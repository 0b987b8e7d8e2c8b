/** A customer's level in words. */
import { CrownFilled } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import { StatusTag } from "@/ui/StatusTag";

export function LevelTag({ level }: { level: string }) {
  const { t } = useTranslation("customers");
  if (!level) return null;
  const important = level === "vip" || level === "important";
  return (
    <StatusTag tone={important ? "warn" : "quiet"} icon={level === "vip" ? <CrownFilled /> : undefined}>
      {t(`levels.${level}`, { defaultValue: level })}
    </StatusTag>
  );
}
