/** The product's name plate with the company under it. */
import { useTranslation } from "react-i18next";
import { Logo } from "@/ui/Logo";

export function NamePlate({ company }: { company: string }) {
  const { t } = useTranslation();
  return (
    <div className="lt-plate">
      <Logo size={34} />
      <div className="lt-plate-text">
        <strong>{t("productFull")}</strong>
        <span title={company}>{company}</span>
      </div>
    </div>
  );
}
