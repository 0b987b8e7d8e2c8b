/** Says that what was typed before is back, and throws it away on demand. */
import { Alert, Button } from "antd";
import { useTranslation } from "react-i18next";

export function Restored({ onDiscard }: { onDiscard: () => void }) {
  const { t } = useTranslation("records");
  return (
    <Alert
      className="lt-drawer-note"
      type="info"
      showIcon
      title={t("restored")}
      action={
        <Button size="small" onClick={onDiscard}>
          {t("discard")}
        </Button>
      }
    />
  );
}
