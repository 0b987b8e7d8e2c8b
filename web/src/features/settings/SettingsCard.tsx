/** The settings that features declare: each knows its kind, limits and names. */
import { Skeleton } from "antd";
import { useTranslation } from "react-i18next";
import type { Setting } from "@/api/records";
import { pick } from "@/i18n";
import { ProblemNote } from "@/ui/ProblemNote";
import { NumberField, Section, SelectField, SwitchField, TextField } from "@/ui/records/fields";
import { CardForm } from "./CardForm";
import { changes, sectionsOf, valuesOf, type Value } from "./form";
import { useCardForm } from "./useCardForm";

function SettingField({ setting }: { setting: Setting }) {
  const { t } = useTranslation("settings");
  const optionName = (option: string) => t(`options.${setting.key}.${option}`, { defaultValue: option });
  const shown = setting.kind === "bool" ? t(setting.default ? "common:yes" : "common:no") : setting.options.length ? optionName(String(setting.default)) : String(setting.default);
  const common = { name: setting.key, label: pick(setting), hint: setting.default === "" ? undefined : t("default", { value: shown }) };
  if (setting.kind === "bool") return <SwitchField {...common} />;
  if (setting.kind === "int") return <NumberField {...common} min={setting.minimum ?? undefined} max={setting.maximum ?? undefined} placeholder={shown} />;
  if (setting.options.length) return <SelectField {...common} required options={setting.options.map((option) => ({ value: option, label: optionName(option) }))} />;
  return <TextField {...common} maxLength={setting.maximum ?? 200} />;
}

/** `group`: only these; without it every setting that has no page of its own. */
export function SettingsCard({ readOnly, group }: { readOnly: boolean; group?: string }) {
  const { t } = useTranslation("settings");
  const { loaded, card } = useCardForm<{ items: Setting[] }, Record<string, Value>>("/settings", (values, now) => changes(now.items, values), group);
  const sections = loaded.data && sectionsOf(loaded.data.items, group);
  if (loaded.isLoadingError) return <ProblemNote error={loaded.error} onRetry={() => void loaded.refetch()} />;
  return (
    <section className="lt-card lt-settings-card" aria-label={t("rules")}>
      {!sections ? (
        <Skeleton active />
      ) : (
        <CardForm<Record<string, Value>> card={card} initial={valuesOf(sections.flatMap(({ settings }) => settings))} readOnly={readOnly}>
          {sections.map(({ name, settings }) => (
            <Section key={name} title={t(`groups.${name}`)}>
              {settings.map((setting) => (
                <SettingField key={setting.key} setting={setting} />
              ))}
            </Section>
          ))}
        </CardForm>
      )}
    </section>
  );
}
