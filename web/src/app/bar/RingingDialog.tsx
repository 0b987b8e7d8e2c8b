/** The incoming call on every page: announced at once, never taking the cursor out of a field that is typed in. */
import { PhoneFilled } from "@ant-design/icons";
import { Button } from "antd";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { usePhone } from "@/phone/view";
import type { Offer } from "@/rt/state";
import { useDesk } from "@/rt/store";
import { Elapsed, Remaining } from "@/ui/Elapsed";
import { useCallerText } from "@/ui/callerText";
import { isTyping } from "./shortcuts";
import { useDeskCommands } from "./useDeskCommands";
import { useRingingAlert } from "./useRingingAlert";

function Ringing({ offer }: { offer: Offer }) {
  const { t } = useTranslation("bar");
  const commands = useDeskCommands();
  const atDesk = useDesk((state) => state.agent?.method === "sip_phone") ?? false;
  const ready = usePhone((phone) => phone.view.mode === "ringing");
  const accept = useRef<HTMLButtonElement>(null);
  const { caller } = offer;
  const text = useCallerText()(caller);
  const shown = text.number;
  useRingingAlert(t("ringing.from", { caller: caller.name ?? shown }));
  useEffect(() => {
    if (ready && !isTyping(document.activeElement)) accept.current?.focus({ preventScroll: true });
  }, [ready]);
  const total = Math.max(1, Date.parse(offer.expires_at) - Date.parse(offer.at));
  return (
    <section className="lt-ringing" role="alertdialog" aria-labelledby="ringing-title" aria-describedby="ringing-text">
      <p className="lt-hidden" role="alert">
        {t("ringing.announce", { caller: caller.name ?? shown, queue: offer.queue?.name ?? "" })}
      </p>
      <header>
        <span className="lt-ringing-bell" aria-hidden="true">
          <PhoneFilled />
        </span>
        <h2 id="ringing-title">{t("ringing.title")}</h2>
        <span className="lt-ringing-left">
          <Remaining until={offer.expires_at} />
        </span>
      </header>
      <div id="ringing-text" className="lt-ringing-text">
        <strong className="lt-num">{shown}</strong>
        <p>{text.about || t("ringing.newCaller")}</p>
        <dl>
          {offer.queue && (
            <div>
              <dt>{t("ringing.queue")}</dt>
              <dd>{offer.queue.name}</dd>
            </div>
          )}
          <div>
            <dt>{t("ringing.called")}</dt>
            <dd className="lt-num">{offer.called}</dd>
          </div>
          {offer.waited_since && (
            <div>
              <dt>{t("ringing.waited")}</dt>
              <dd>
                <Elapsed since={offer.waited_since} />
              </dd>
            </div>
          )}
        </dl>
      </div>
      <footer>
        <Button danger size="large" onClick={() => void commands.reject()} aria-keyshortcuts="Alt+R">
          {t("ringing.reject")}
        </Button>
        {atDesk ? (
          <p className="lt-ringing-desk">{t("ringing.atDesk")}</p>
        ) : (
          <Button ref={accept} type="primary" size="large" className="lt-accept" icon={<PhoneFilled />} disabled={!ready} onClick={commands.answer} aria-keyshortcuts="Alt+A">
            {t("answer")}
          </Button>
        )}
      </footer>
      <span className="lt-ringing-bar" aria-hidden="true" style={{ animationDuration: `${total}ms`, animationDelay: `${Date.parse(offer.at) - Date.now()}ms` }} />
    </section>
  );
}

export function RingingDialog() {
  const offer = useDesk((state) => state.offer);
  return offer ? <Ringing key={offer.offer_id} offer={offer} /> : null;
}
