/** The contact in focus: who calls, on which way he came, what he keyed in, and the note about it. */
import { ArrowDownOutlined, ArrowUpOutlined, SwapOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import { pick } from "@/i18n";
import type { KeptValue } from "@/rt/state";
import { useCallerText } from "@/ui/callerText";
import { Elapsed } from "@/ui/Elapsed";
import { StatusTag } from "@/ui/StatusTag";
import { CallPath } from "./CallPath";
import { contactOf, wayOf, type Focus } from "./focus";
import { NoContact } from "./NoContact";
import { NoteBlock } from "./NoteBlock";

const directions = {
  in: { icon: <ArrowDownOutlined />, tone: "good" },
  out: { icon: <ArrowUpOutlined />, tone: "info" },
  internal: { icon: <SwapOutlined />, tone: "quiet" },
} as const;

function Head({ focus }: { focus: Focus }) {
  const { t } = useTranslation("desk");
  const text = useCallerText()(focus.caller);
  const way = wayOf(focus);
  const direction = directions[way];
  return (
    <header className="lt-contact-head">
      <div>
        <p className="lt-contact-number lt-num">{text.number}</p>
        <p className="lt-contact-sub">{text.about || t("newCustomer")}</p>
      </div>
      <StatusTag tone={direction.tone} icon={direction.icon}>
        {t(`direction.${way}`)}
      </StatusTag>
    </header>
  );
}

function Facts({ focus }: { focus: Focus }) {
  const { t } = useTranslation("desk");
  const { offer } = focus;
  const { called, queue, transfers = 0 } = contactOf(focus);
  if (!called && !queue) return null;
  return (
    <div className="lt-block">
      <dl className="lt-contact-facts">
        {called && (
          <div>
            <dt>{t("called")}</dt>
            <dd className="lt-num">{called}</dd>
          </div>
        )}
        {queue && (
          <div>
            <dt>{t("queue")}</dt>
            <dd>{queue.name}</dd>
          </div>
        )}
        {offer?.waited_since && (
          <div>
            <dt>{t("bar:ringing.waited")}</dt>
            <dd>
              <Elapsed since={offer.waited_since} />
            </dd>
          </div>
        )}
        {transfers > 0 && (
          <div>
            <dt>{t("transfers")}</dt>
            <dd className="lt-num">{transfers}</dd>
          </div>
        )}
      </dl>
    </div>
  );
}

function Collected({ data }: { data: KeptValue[] | undefined }) {
  const { t } = useTranslation("desk");
  if (!data?.length) return null;
  return (
    <div className="lt-block">
      <h3>{t("data")}</h3>
      <dl className="lt-contact-facts">
        {data.map((one) => (
          <div key={one.name}>
            <dt>{pick(one)}</dt>
            <dd className="lt-num">{pick({ zh: one.value_zh, en: one.value_en })}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

export function ContactPane({ focus }: { focus: Focus | undefined }) {
  const { t } = useTranslation("desk");
  const { path = [], data } = focus ? contactOf(focus) : {};
  return (
    <section className="lt-pane" aria-label={t("contact")}>
      {focus ? (
        <>
          <Head focus={focus} />
          <Facts focus={focus} />
          {!focus.offer && <NoteBlock key={focus.callId} callId={focus.callId} />}
          <Collected data={data} />
          {path.length > 0 && <CallPath path={path} />}
        </>
      ) : (
        <NoContact />
      )}
    </section>
  );
}
