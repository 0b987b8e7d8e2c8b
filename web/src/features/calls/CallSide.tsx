/** What stands beside the story: customer, notes, values from the flow, lines. */
import { useTranslation } from "react-i18next";
import { Link } from "@tanstack/react-router";
import { usePermission } from "@/ui/records/usePermission";
import { Part } from "./Part";
import { inZone } from "@/ui/time";
import type { CallStory } from "./types";

interface Props {
  story: CallStory;
  zone: string;
}

export function Customer({ story }: Pick<Props, "story">) {
  const { t } = useTranslation("calls");
  const may = usePermission();
  const { caller } = story;
  const link = { open: caller.customer_id ?? "" };
  return (
    <Part title={t("customer.title")}>
      <div className="lt-story-body">
        <p className="lt-customer-name">{caller.name ?? t("customer.unknown")}</p>
        {caller.customer_id && may("customers.read") && (
          <Link to="/customers" search={link as never} className="lt-calls-link">
            {t("customer.open")}
          </Link>
        )}
        {!caller.anonymous && caller.number && (
          <Link to="/calls" search={{ number: caller.number } as never} className="lt-calls-link">
            {t("customer.calls")}
          </Link>
        )}
      </div>
    </Part>
  );
}

export function Notes({ story, zone }: Props) {
  const { t } = useTranslation("calls");
  return (
    <Part title={t("notes.title")}>
      {story.notes.length === 0 && <p className="lt-story-empty">{t("notes.none")}</p>}
      <ul className="lt-notes">
        {story.notes.map((note) => (
          <li key={note.agent}>
            <p className="lt-notes-who">
              <strong>{story.names[note.agent] ?? t("deleted")}</strong>
              <time className="lt-num" dateTime={note.at}>
                {inZone(note.at, zone, "HH:mm:ss")}
              </time>
            </p>
            {note.disposition && <p className="lt-notes-disposition">{note.disposition}</p>}
            <p className="lt-notes-text">{note.text}</p>
          </li>
        ))}
      </ul>
    </Part>
  );
}

export function Values({ story }: Pick<Props, "story">) {
  const { t } = useTranslation("calls");
  const values = Object.entries(story.data);
  if (!values.length) return null;
  return (
    <Part title={t("values")}>
      <dl className="lt-values">
        {values.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value || "–"}</dd>
          </div>
        ))}
      </dl>
    </Part>
  );
}

export function Lines({ story, zone }: Props) {
  const { t } = useTranslation("calls");
  return (
    <Part title={t("lines.title")}>
      <ul className="lt-lines">
        {story.legs.map((leg) => (
          <li key={leg.id}>
            <p>
              <strong>{leg.agent ? (story.names[leg.agent] ?? t("deleted")) : t(`lines.${leg.kind}`)}</strong> <span className="lt-num">{leg.kind === "agent" ? "" : leg.number}</span>
            </p>
            <p className="lt-num lt-lines-time">
              {inZone(leg.began_at, zone, "HH:mm:ss")} – {leg.ended_at ? inZone(leg.ended_at, zone, "HH:mm:ss") : t("lines.alive")}
              {story.direction === "in" && leg.kind === "agent" && !leg.joined_at && leg.ended_at && ` · ${t("missed")}`}
              {leg.cause && ` · ${t(`lines.cause.${leg.cause}`, { defaultValue: leg.cause })}`}
            </p>
          </li>
        ))}
      </ul>
    </Part>
  );
}
