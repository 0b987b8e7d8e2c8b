/** The company: what people type at login, its name, its clock, its language. */
import { Skeleton } from "antd";
import { useTranslation } from "react-i18next";
import type { Company } from "@/api/records";
import { languages } from "@/i18n";
import { ProblemNote } from "@/ui/ProblemNote";
import { Section, SelectField, TextField } from "@/ui/records/fields";
import { DAY, useInstant } from "@/ui/time";
import { CardForm } from "./CardForm";
import { useCardForm } from "./useCardForm";

type Values = Pick<Company, "name" | "time_zone" | "language">;

function zones(own: string): string[] {
  return [...new Set([own, ...Intl.supportedValuesOf("timeZone")])].sort();
}

export function CompanyCard({ readOnly }: { readOnly: boolean }) {
  const { t } = useTranslation("settings");
  const instant = useInstant();
  const { loaded, card } = useCardForm<Company, Values>("/company", (values) => ({ ...values, name: values.name.trim() }));
  const company = loaded.data;
  if (loaded.isLoadingError) return <ProblemNote error={loaded.error} onRetry={() => void loaded.refetch()} />;
  return (
    <section className="lt-card lt-settings-card" aria-label={t("company")}>
      {!company ? (
        <Skeleton active />
      ) : (
        <CardForm<Values> card={card} initial={company} readOnly={readOnly}>
          <Section title={t("company")}>
            <dl className="lt-facts lt-wide">
              <dt>{t("shortName")}</dt>
              <dd>{company.short_name}</dd>
              <dt>{t("since")}</dt>
              <dd>{instant(company.created_at, DAY)}</dd>
            </dl>
            <TextField name="name" label={t("name")} required wide />
            <SelectField name="time_zone" label={t("zone")} required options={zones(company.time_zone).map((zone) => ({ value: zone, label: zone }))} hint={t("zoneHint")} />
            <SelectField name="language" label={t("language")} required options={languages.map((code) => ({ value: code, label: t(`common:language.${code}`) }))} hint={t("languageHint")} />
          </Section>
        </CardForm>
      )}
    </section>
  );
}
