/** One number, large enough to be read across a room. */
import { useTranslation } from "react-i18next";
import { clockText, useTicking } from "@/ui/Elapsed";
import { secondsSince } from "@/api/clock";
import { figureOf, type Figure, type FigureKey } from "../figures";
import { LevelMark, levelClass } from "../LevelMark";
import { useFloor } from "../state";
import type { CardProps } from "./types";

function Ticking({ since }: { since: string }) {
  const seconds = useTicking(() => secondsSince(since));
  return <>{clockText(seconds)}</>;
}

function Value({ figure }: { figure: Figure }) {
  if (figure.unit === "seconds") return figure.since ? <Ticking since={figure.since} /> : <>00:00</>;
  if (figure.value === undefined) return <>–</>;
  return (
    <>
      {figure.value}
      {figure.unit === "percent" && <small>%</small>}
    </>
  );
}

function Beside({ figure }: { figure: Figure }) {
  const { t } = useTranslation("supervision");
  return (
    <>
      {figure.target !== undefined && <span className="lt-num">{t("figure.target", { value: figure.target })}</span>}
      {figure.of && (
        <span className="lt-num">
          {figure.of.part} / {figure.of.whole}
        </span>
      )}
    </>
  );
}

export function FigureCard({ card }: CardProps) {
  const { t } = useTranslation("supervision");
  const key = card.figure as FigureKey;
  const queue = card.queue ?? undefined;
  const figure = useFloor((floor) => JSON.stringify(figureOf(floor, key, queue)));
  const name = useFloor((floor) => (queue ? (floor.queues[queue]?.name ?? t("gone")) : ""));
  if (!figure) return null;
  const read = JSON.parse(figure) as Figure;
  return (
    <div className={`lt-sv-figure${levelClass(read.level)}`} data-figure={key}>
      <h2 title={t(`figures.${key}`)}>{t(`figures.${key}`)}</h2>
      <strong className="lt-num">
        <Value figure={read} />
      </strong>
      <p>
        {name && <span>{name}</span>}
        <Beside figure={read} />
        <LevelMark level={read.level} />
      </p>
    </div>
  );
}
