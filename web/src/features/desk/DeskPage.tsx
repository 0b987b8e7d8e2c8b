/** The agent's desk. */
import { useTranslation } from "react-i18next";
import { PageShell } from "@/ui/PageShell";

export default function DeskPage() {
  const { t } = useTranslation("desk");
  return <PageShell title={t("title")}>{null}</PageShell>;
}
