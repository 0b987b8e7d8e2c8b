/** The telephone bar (话务控制区): on top of every page. */
import { useTranslation } from "react-i18next";

export function TelephoneBar() {
  const { t } = useTranslation("bar");
  return <div className="lt-bar" role="toolbar" aria-label={t("label")} />;
}
