/** Says when the server, or the telephony behind it, is away, once it has been for longer than a blink. */
import { DisconnectOutlined } from "@ant-design/icons";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useDesk, useRealtime } from "@/rt/store";

const BLINK_MS = 1_500;

function useLasting(what: "linkLost" | "switchAway" | undefined): typeof what {
  const [shown, setShown] = useState<typeof what>();
  useEffect(() => {
    setShown(undefined);
    if (!what) return undefined;
    const timer = setTimeout(() => setShown(what), BLINK_MS);
    return () => clearTimeout(timer);
  }, [what]);
  return shown;
}

export function LinkBanner() {
  const { t } = useTranslation("shell");
  const lost = useRealtime((link) => link.status === "lost");
  const away = useDesk((state) => state.switch_away) ?? false;
  const shown = useLasting(lost ? "linkLost" : away ? "switchAway" : undefined);
  return (
    <div role="status" aria-live="polite">
      {shown && (
        <p className="lt-banner lt-tone-bad">
          <DisconnectOutlined aria-hidden="true" /> {t(shown)}
        </p>
      )}
    </div>
  );
}
