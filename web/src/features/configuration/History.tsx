/** Earlier imports; each one can be undone, with everything that came since. */
import { useQuery } from "@tanstack/react-query";
import { Button, Spin } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { EmptyState } from "@/ui/EmptyState";
import { ProblemNote } from "@/ui/ProblemNote";
import { useCommand } from "@/ui/problemText";
import { usePermission } from "@/ui/records/usePermission";
import { VersionsTable, type VersionRow } from "@/ui/VersionsTable";
import { save } from "./file";
import { Passwords } from "@/ui/records/Passwords";
import { RollBack } from "./RollBack";
import type { ConfigText, ConfigVersion, FirstPassword } from "./types";

export function History() {
  const { t } = useTranslation("configuration");
  const command = useCommand();
  const mayWrite = usePermission()("configuration.write");
  const [chosen, setChosen] = useState<ConfigVersion>();
  const [passwords, setPasswords] = useState<FirstPassword[]>([]);
  const list = useQuery({
    queryKey: ["list", "/configuration/history"],
    queryFn: ({ signal }) => api.get<{ items: ConfigVersion[] }>("/configuration/history", undefined, signal),
  });
  const download = (number: number) => void command(async () => save(await api.get<ConfigText>(`/configuration/history/${number}`)));
  const rowOf = (one: ConfigVersion): VersionRow => ({
    id: one.number,
    number: one.number,
    at: one.at,
    by: one.by_name ?? t("byCommand"),
    what: (
      <>
        {t("summary", one)}
        {one.rolled_back_to !== null && <span className="lt-sub">{t("rolledBackTo", { number: one.rolled_back_to })}</span>}
      </>
    ),
    commands: (
      <>
        <Button size="small" type="text" onClick={() => download(one.number)}>
          {t("textBefore")}
        </Button>
        {mayWrite && (
          <Button size="small" onClick={() => setChosen(one)}>
            {t("rollBack")}
          </Button>
        )}
      </>
    ),
  });
  if (list.isLoadingError) return <ProblemNote error={list.error} onRetry={() => void list.refetch()} />;
  if (list.isPending) return <Spin className="lt-page-spin" />;
  return (
    <section className="lt-card lt-config-history" aria-label={t("history")}>
      {list.data.items.length === 0 ? (
        <EmptyState title={t("noHistory")} hint={t("noHistoryHint")} />
      ) : (
        <VersionsTable heads={{ number: t("number"), at: t("at"), by: t("by"), what: t("changes") }} rows={list.data.items.map(rowOf)} />
      )}
      {chosen && <RollBack version={chosen} onClose={() => setChosen(undefined)} onPasswords={setPasswords} />}
      <Passwords passwords={passwords} onClose={() => setPasswords([])} />
    </section>
  );
}
