/** The whole configuration as one text: export and import, and the history of imports. */
import { DownloadOutlined } from "@ant-design/icons";
import { Button, Segmented } from "antd";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { usePage } from "@/app/page";
import { PageShell } from "@/ui/PageShell";
import { useCommand } from "@/ui/problemText";
import "@/ui/records/records.css";
import "./configuration.css";
import { save } from "./file";
import { History } from "./History";
import { ImportText } from "./ImportText";
import type { ConfigText } from "./types";

type View = "import" | "history";

export default function ConfigurationPage() {
  const { t } = useTranslation("configuration");
  const { search, setSearch } = usePage<object, { view: View }>();
  const command = useCommand();
  const view: View = search.view === "history" ? "history" : "import";
  const download = () => void command(async () => save(await api.get<ConfigText>("/configuration")));
  return (
    <PageShell
      title={t("title")}
      hint={t("hint")}
      actions={
        <Button icon={<DownloadOutlined />} onClick={download}>
          {t("export")}
        </Button>
      }
    >
      <Segmented<View>
        className="lt-config-views"
        value={view}
        aria-label={t("title")}
        options={[
          { value: "import", label: t("import") },
          { value: "history", label: t("history") },
        ]}
        onChange={(chosen) => setSearch({ view: chosen === "history" ? chosen : undefined })}
      />
      {view === "history" ? <History /> : <ImportText />}
    </PageShell>
  );
}
