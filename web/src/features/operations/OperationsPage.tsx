/** The operator's view: how the parts are, and the checks that say what to do. */
import { Segmented } from "antd";
import { useTranslation } from "react-i18next";
import { usePage } from "@/app/page";
import { PageShell } from "@/ui/PageShell";
import "@/ui/records/records.css";
import { ChecksView } from "./ChecksView";
import { StateView } from "./StateView";
import "./operations.css";

type View = "state" | "checks";

export default function OperationsPage() {
  const { t } = useTranslation("operations");
  const { search, setSearch } = usePage<object, { view: View }>();
  const view: View = search.view === "checks" ? "checks" : "state";
  const choice = (
    <Segmented<View>
      value={view}
      aria-label={t("title")}
      options={[
        { value: "state", label: t("state.title") },
        { value: "checks", label: t("checks.title") },
      ]}
      onChange={(chosen) => setSearch({ view: chosen === "checks" ? chosen : undefined })}
    />
  );
  return (
    <PageShell title={t("title")} hint={t("hint")} actions={choice}>
      {view === "checks" ? <ChecksView /> : <StateView />}
    </PageShell>
  );
}
