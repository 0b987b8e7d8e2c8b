/** Earlier imports; each one can be undone, with everything that came since. */
import { useQuery } from "@tanstack/react-query";
import { Button, Spin } from "antd";
import dayjs from "dayjs";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { EmptyState } from "@/ui/EmptyState";
import { ProblemNote } from "@/ui/ProblemNote";
import { useCommand } from "@/ui/problemText";
import { usePermission } from "@/ui/records/usePermission";
import { save } from "./file";
import { Passwords } from "./Passwords";
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
  if (list.isError) return <ProblemNote error={list.error} onRetry={() => void list.refetch()} />;
  if (list.isPending) return <Spin className="lt-page-spin" />;
  return (
    <section className="lt-card lt-config-history" aria-label={t("history")}>
      {list.data.items.length === 0 ? (
        <EmptyState title={t("noHistory")} hint={t("noHistoryHint")} />
      ) : (
        <table className="lt-rows">
          <thead>
            <tr>
              <th scope="col">{t("number")}</th>
              <th scope="col">{t("at")}</th>
              <th scope="col">{t("by")}</th>
              <th scope="col">{t("changes")}</th>
              <th scope="col">
                <span className="lt-hidden">{t("common:actions")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {list.data.items.map((one) => (
              <tr key={one.number}>
                <td className="lt-num">{one.number}</td>
                <td className="lt-num">{dayjs(one.at).format("YYYY-MM-DD HH:mm:ss")}</td>
                <td>{one.by_name ?? t("byCommand")}</td>
                <td>
                  {t("summary", one)}
                  {one.rolled_back_to !== null && <span className="lt-sub">{t("rolledBackTo", { number: one.rolled_back_to })}</span>}
                </td>
                <td className="lt-rows-actions">
                  <Button size="small" type="text" onClick={() => download(one.number)}>
                    {t("textBefore")}
                  </Button>
                  {mayWrite && (
                    <Button size="small" onClick={() => setChosen(one)}>
                      {t("rollBack")}
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {chosen && <RollBack version={chosen} onClose={() => setChosen(undefined)} onPasswords={setPasswords} />}
      <Passwords passwords={passwords} onClose={() => setPasswords([])} />
    </section>
  );
}
