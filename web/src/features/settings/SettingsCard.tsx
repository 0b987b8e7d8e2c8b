/** The settings that features declare: each knows its kind, limits and names. */
import { Button, Form, Skeleton } from "antd";
import { useTranslation } from "react-i18next";
import type { Setting } from "@/api/records";
import { pick } from "@/i18n";
import { ProblemNote } from "@/ui/ProblemNote";
import { NumberField, Section, SelectField, SwitchField, TextField } from "@/ui/records/fields";
import { changes, valuesOf, type Value } from "./form";
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

export function SettingsCard({ readOnly, group = "" }: { readOnly: boolean; group?: string }) {
  const { t } = useTranslation("settings");
  const { form, loaded, busy, problem, submit } = useCardForm<{ items: Setting[] }, Record<string, Value>>("/settings", (values, now) => changes(now.items, values));
  const items = loaded.data?.items.filter((setting) => setting.group === group);
  if (loaded.isLoadingError) return <ProblemNote error={loaded.error} onRetry={() => void loaded.refetch()} />;
  return (
    <section className="lt-card lt-settings-card" aria-label={t("rules")}>
      {!items ? (
        <Skeleton active />
      ) : (
        <Form<Record<string, Value>> form={form} layout="vertical" disabled={readOnly} initialValues={valuesOf(items)} onFinish={submit}>
          <Section title={t("rules")}>
            {items.map((setting) => (
              <SettingField key={setting.key} setting={setting} />
            ))}
          </Section>
          <ProblemNote error={problem} />
          {!readOnly && (
            <Button type="primary" htmlType="submit" loading={busy}>
              {t("common:save")}
            </Button>
          )}
        </Form>
      )}
    </section>
  );
}
