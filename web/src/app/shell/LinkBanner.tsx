/** Says when the line to the server is down, once it has been down for longer than a blink. */
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { DisconnectOutlined } from "@ant-design/icons";
import { useRealtime } from "@/rt/store";

const BLINK_MS = 1_500;

export function LinkBanner() {
  const { t } = useTranslation("shell");
  const lost = useRealtime((link) => link.status === "lost");
  const [shown, setShown] = useState(false);
  useEffect(() => {
    if (!lost) {
      setShown(false);
      return undefined;
    }
    const timer = setTimeout(() => setShown(true), BLINK_MS);
    return () => clearTimeout(timer);
  }, [lost]);
  return (
    <div role="status" aria-live="polite">
      {shown && (
        <p className="lt-banner lt-tone-bad">
          <DisconnectOutlined aria-hidden="true" /> {t("linkLost")}
        </p>
      )}
    </div>
  );
}
