/** The call log: every call, answered or not, with filters that stand in the address. */
import { DownloadOutlined, PhoneOutlined } from "@ant-design/icons";
import { useNavigate } from "@tanstack/react-router";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { usePage } from "@/app/page";
import { DataTable } from "@/ui/DataTable";
import { EmptyState } from "@/ui/EmptyState";
import { currentLanguage } from "@/i18n";
import { PageShell } from "@/ui/PageShell";
import { useCommand } from "@/ui/problemText";
import { usePermission } from "@/ui/records/usePermission";
import { useColumns } from "./columns";
import { FilterBar } from "./FilterBar";
import { isFiltered, queryOf, type Filters } from "./filters";
import { useZone } from "@/ui/time";
import { useOnce } from "@/ui/useOnce";
import type { LoggedCall } from "./types";
import "./calls.css";

/** Calls come and end while the page is open. */
const REFRESH_MS = 15_000;

export default function CallsPage() {
  const { t } = useTranslation("calls");
  const { search, setSearch } = usePage<object, Filters>();
  const zone = useZone();
  const columns = useColumns(zone);
  const navigate = useNavigate();
  const may = usePermission();
  const filtered = isFiltered(search);
  const query = queryOf(search, zone);
  const run = useCommand();
  const [keep, busy] = useOnce(() => run(() => api.download("GET", "/calls/export", { query: { ...query, language: currentLanguage() } })));
  const sheet = may("calls.export") && (
    <Button icon={<DownloadOutlined />} loading={busy} onClick={keep}>
      {t("export")}
    </Button>
  );
  return (
    <PageShell title={t("title")} hint={t(may("calls.read") ? "hint" : "hintOwn")} actions={sheet}>
      <div className="lt-calls">
        <FilterBar filters={search} zone={zone} onChange={setSearch} />
        <DataTable<LoggedCall>
          path="/calls"
          query={query}
          columns={columns}
          label={t("title")}
          refetchInterval={REFRESH_MS}
          onRow={(call) => ({ onClick: () => void navigate({ to: "/calls/$callId", params: { callId: call.id } }) })}
          empty={
            <EmptyState
              icon={<PhoneOutlined />}
              title={filtered ? t("emptyFiltered") : t("empty")}
              hint={filtered ? t("emptyFilteredHint") : t("emptyHint")}
            />
          }
        />
      </div>
    </PageShell>
  );
}
