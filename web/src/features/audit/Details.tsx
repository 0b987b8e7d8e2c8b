/** What an entry says beyond its action: a line for each field; what changed as before and after. */
import { useTranslation } from "react-i18next";
import { type Line, linesOf } from "./words";
import type { Words } from "./useWords";

/** As many lines are shown; the whole record has the others. */
const MOST = 12;

function Change({ line, words }: { line: Line; words: Words }) {
  const { t } = useTranslation("audit");
  const field = line.path.at(-1)!;
  if (line.added || line.removed) {
    return (
      <>
        {!!line.added?.length && <ins>{t("added", { what: words.value(field, line.added) })}</ins>}
        {!!line.removed?.length && <del>{t("removed", { what: words.value(field, line.removed) })}</del>}
      </>
    );
  }
  if (!("was" in line)) return <span>{words.value(field, line.is)}</span>;
  return (
    <span>
      {words.value(field, line.was)} <span aria-label={t("became")} role="img">→</span> {words.value(field, line.is)}
    </span>
  );
}

export function Details({ details, words }: { details: Record<string, unknown>; words: Words }) {
  const { t } = useTranslation("audit");
  const lines = linesOf(details);
  return (
    <ul className="lt-details">
      {lines.slice(0, MOST).map((line) => (
        <li key={line.path.join(".")}>
          <b>{line.path.map(words.field).join(t("dot"))}</b>
          <Change line={line} words={words} />
        </li>
      ))}
      {lines.length > MOST && <li>{t("andMore", { count: lines.length - MOST })}</li>}
    </ul>
  );
}
