/** A card with a heading and, mostly, facts in two columns. */
import dayjs from "dayjs";
import { useId, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { MINUTE, useInstant } from "@/ui/time";
import { spanOf } from "./amounts";

interface CardProps {
  title: string;
  /** At the right of the heading. */
  extra?: ReactNode;
  wide?: boolean;
  children: ReactNode;
}

export function Card({ title, extra, wide, children }: CardProps) {
  const id = useId();
  return (
    <section className={`lt-card lt-ops-card${wide ? " lt-ops-wide" : ""}`} aria-labelledby={id}>
      <header>
        <h2 id={id}>{title}</h2>
        {extra}
      </header>
      {children}
    </section>
  );
}

export function Facts({ rows }: { rows: [string, ReactNode][] }) {
  return (
    <dl className="lt-ops-facts">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className="lt-num">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** An instant, and how long ago it was. */
export function Since({ at }: { at: string }) {
  const { t } = useTranslation("operations");
  const instant = useInstant();
  const { unit, count } = spanOf(dayjs().diff(at, "second"));
  return (
    <>
      <time dateTime={at}>{instant(at, MINUTE)}</time>
      <span className="lt-sub">{t(`ago.${unit}`, { count })}</span>
    </>
  );
}
