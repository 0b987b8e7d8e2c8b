/** The operator's view: how the parts are, and the checks that say what to do. */
import { Segmented } from "antd";
import { useTranslation } from "react-i18next";
import { usePage } from "@/app/page";
import { PageShell } from "@/ui/PageShell";
import "@/ui/records/records.css";
import { usePermission } from "@/ui/records/usePermission";
import { ChecksView } from "./ChecksView";
import { MailView } from "./MailView";
import { StateView } from "./StateView";
import "./operations.css";

type View = "state" | "checks" | "mail";

export default function OperationsPage() {
  const { t } = useTranslation("operations");
  const { search, setSearch } = usePage<object, { view: View }>();
  const mayMail = usePermission()("mail.manage");
  const views: View[] = mayMail ? ["state", "checks", "mail"] : ["state", "checks"];
  const view = views.find((one) => one === search.view) ?? "state";
  const choice = (
    <Segmented<View>
      value={view}
      aria-label={t("title")}
      options={views.map((value) => ({ value, label: t(`${value}.title`) }))}
      onChange={(chosen) => setSearch({ view: chosen === "state" ? undefined : chosen })}
    />
  );
  return (
    <PageShell title={t("title")} hint={t("hint")} actions={choice}>
      {view === "state" && <StateView />}
      {view === "checks" && <ChecksView />}
      {view === "mail" && <MailView />}
    </PageShell>
  );
}
