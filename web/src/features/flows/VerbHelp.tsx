/** What each kind of node does. */
import { useTranslation } from "react-i18next";
import { currentLanguage } from "@/i18n";
import { words } from "./document";
import { iconOf, toneOf } from "./looks";
import { parametersOf } from "./schema";
import type { VerbBook } from "./useVerbs";

export function VerbHelp({ verbs }: { verbs: VerbBook }) {
  const { t } = useTranslation("flows");
  const language = currentLanguage();
  return (
    <div className="lt-verbs" tabIndex={0} role="region" aria-label={t("views.help")}>
      {verbs.all.map((verb) => (
        <article key={verb.name} className="lt-verb">
          <span className={`lt-node-icon lt-tone-${toneOf(verb.group)}`} aria-hidden="true">
            {iconOf(verb.name)}
          </span>
          <div>
            <h2>
              {words(verb.title, language)} <code>{verb.name}</code> {verb.node_type && <span className="lt-sub-inline">{verb.node_type}</span>}
            </h2>
            <p>{words(verb.help, language)}</p>
            <p className="lt-sub">
              {t("parameters")}
              {parametersOf(verb.parameters)
                .map((one) => words(one.schema["x-label"], language) || one.name)
                .join(t("comma")) || t("common:none")}
            </p>
          </div>
        </article>
      ))}
    </div>
  );
}
