/** Addresses that are refused at SIP because they failed too often; a ban can be lifted. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Popconfirm } from "antd";
import { useTranslation } from "react-i18next";
import { api, type Page } from "@/api/client";
import { useCommand } from "@/ui/problemText";
import { usePermission } from "@/ui/records/usePermission";
import { useInstant } from "@/ui/time";
import { Card } from "./Card";
import type { Ban } from "./types";

const QUERY = ["operations", "bans"];

function Lift({ ban }: { ban: Ban }) {
  const { t } = useTranslation("operations");
  const { message } = App.useApp();
  const run = useCommand();
  const queries = useQueryClient();
  const lift = () =>
    run(async () => {
      try {
        await api.delete(`/operations/bans/${ban.id}`);
        void message.success(t("bans.lifted", { address: ban.address }));
      } finally {
        await queries.invalidateQueries({ queryKey: QUERY });
      }
    });
  return (
    <Popconfirm title={t("bans.liftAsk", { address: ban.address })} description={t("bans.liftHint")} onConfirm={lift}>
      <Button size="small">{t("bans.lift")}</Button>
    </Popconfirm>
  );
}

function Bans({ bans }: { bans: Ban[] }) {
  const { t } = useTranslation("operations");
  const may = usePermission()("operations.act");
  const instant = useInstant();
  return (
    <div className="lt-ops-bans">
      <table className="lt-rows">
        <thead>
          <tr>
            <th scope="col">{t("bans.address")}</th>
            <th scope="col">{t("bans.why")}</th>
            <th scope="col">{t("bans.number")}</th>
            <th scope="col">{t("bans.until")}</th>
            {may && <th scope="col" aria-label={t("bans.lift")} />}
          </tr>
        </thead>
        <tbody>
          {bans.map((ban) => (
            <tr key={ban.id}>
              <th scope="row" className="lt-num">
                {ban.address}
              </th>
              <td>{t(ban.wrong_secrets ? "bans.reason.secrets" : "bans.reason.answers", { secrets: ban.wrong_secrets, count: ban.no_answers })}</td>
              <td className="lt-num">{ban.number}</td>
              <td className="lt-num">{instant(ban.until, "MM-DD HH:mm:ss")}</td>
              {may && (
                <td className="lt-ops-lift">
                  <Lift ban={ban} />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function BansCard({ refresh }: { refresh: number }) {
  const { t } = useTranslation("operations");
  const bans = useQuery({
    queryKey: QUERY,
    queryFn: ({ signal }) => api.get<Page<Ban>>("/operations/bans", undefined, signal),
    refetchInterval: refresh,
  });
  const found = bans.data?.items ?? [];
  return (
    <Card title={t("bans.title")} wide extra={found.length > 0 && <span className="lt-num">{found.length}</span>}>
      {found.length > 0 ? <Bans bans={found} /> : <p className="lt-page-hint">{bans.data && t("bans.none")}</p>}
    </Card>
  );
}
