/** The company and its settings. */
import { useTranslation } from "react-i18next";
import { PageShell } from "@/ui/PageShell";
import { usePermission } from "@/ui/records/usePermission";
import { CompanyCard } from "./CompanyCard";
import { SettingsCard } from "./SettingsCard";
import "@/ui/records/records.css";
import "./settings.css";

export default function SettingsPage() {
  const { t } = useTranslation("settings");
  const readOnly = !usePermission()("settings.write");
  return (
    <PageShell title={t("title")} hint={t("hint")}>
      <div className="lt-settings">
        <CompanyCard readOnly={readOnly} />
        <SettingsCard readOnly={readOnly} />
      </div>
    </PageShell>
  );
}
