/** The sums that must hold, and whether they do. */
import { CheckCircleFilled, CloseCircleFilled } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import { currentLanguage, pick } from "@/i18n";
import type { Check } from "./types";

export function Checks({ checks }: { checks: Check[] }) {
  const { t } = useTranslation("reports");
  const number = (value: number) => new Intl.NumberFormat(currentLanguage(), { maximumFractionDigits: 0 }).format(value);
  if (!checks.length) return null;
  return (
    <section className="lt-rp-checks" aria-label={t("checks.title")}>
      <h2>{t("checks.title")}</h2>
      <ul>
        {checks.map((check) => (
          <li key={check.name.en} className={check.holds ? "lt-rp-holds" : "lt-rp-fails"}>
            {check.holds ? <CheckCircleFilled aria-hidden="true" /> : <CloseCircleFilled aria-hidden="true" />}
            <span>{pick(check.name)}</span>
            <span className="lt-num">
              {check.holds ? t("checks.holds", { value: number(check.expected) }) : t("checks.differs", { expected: number(check.expected), found: number(check.found), difference: number(check.found - check.expected) })}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
