/** Where people may dial, and what they were refused. */
import type { ColumnsType } from "antd/es/table";
import { useTranslation } from "react-i18next";
import type { RefusedDial, UserRecord } from "@/api/records";
import { SettingsCard } from "@/features/settings/SettingsCard";
import { currentLanguage } from "@/i18n";
import { DataTable } from "@/ui/DataTable";
import { EmptyState } from "@/ui/EmptyState";
import { PageShell } from "@/ui/PageShell";
import { useLookup } from "@/ui/records/useLookup";
import { usePermission } from "@/ui/records/usePermission";
import { SECOND, useInstant } from "@/ui/time";
import "@/ui/records/records.css";
import "@/features/settings/settings.css";
import "./dial-out.css";

const REFRESH = 15_000;

function countryName(code: string): string {
  return new Intl.DisplayNames([currentLanguage()], { type: "region" }).of(code) ?? code;
}

function useWho(): (agent: string | null) => string {
  const { t } = useTranslation("dial-out");
  const users = useLookup<UserRecord>("/users").items;
  return (agent) => {
    if (!agent) return t("flow");
    const user = users.find((one) => one.id === agent);
    return user ? user.name : t("somebody");
  };
}

export default function DialOutPage() {
  const { t } = useTranslation("dial-out");
  const instant = useInstant();
  const who = useWho();
  const readOnly = !usePermission()("settings.write");
  const columns: ColumnsType<RefusedDial> = [
    { title: t("at"), dataIndex: "at", className: "lt-num", width: 150, render: (at: string) => instant(at, SECOND) },
    { title: t("who"), dataIndex: "agent", width: 90, render: who },
    {
      title: t("number"),
      dataIndex: "number",
      width: 140,
      render: (number: string, one) => (
        <>
          <span className="lt-num">{number}</span>
          {one.country && <span className="lt-sub">{countryName(one.country)}</span>}
        </>
      ),
    },
    { title: t("reason"), dataIndex: "reason", render: (reason: string) => t(`reasons.${reason}`) },
    { title: t("address"), dataIndex: "address", className: "lt-num", width: 110, render: (address: string | null) => address ?? t("common:none") },
  ];
  return (
    <PageShell title={t("title")} hint={t("hint")}>
      <div className="lt-dial-out">
        <SettingsCard readOnly={readOnly} group="dial_out" />
        <section aria-label={t("refused")}>
          <h2 className="lt-dial-out-head">{t("refused")}</h2>
          <DataTable<RefusedDial>
            path="/refused-dials"
            columns={columns}
            label={t("refused")}
            refetchInterval={REFRESH}
            empty={<EmptyState title={t("empty")} hint={t("emptyHint")} />}
          />
        </section>
      </div>
    </PageShell>
  );
}
