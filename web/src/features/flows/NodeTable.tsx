/** The nodes as a list: the same as the picture, for keyboard and reader. */
import { CloseCircleFilled, WarningFilled } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import { currentLanguage } from "@/i18n";
import { StatusTag } from "@/ui/StatusTag";
import { inOrder, words } from "./document";
import { worstOf } from "./FlowCanvas";
import { iconOf, toneOf } from "./looks";
import type { FlowDocument, FlowProblem } from "./types";
import type { VerbBook } from "./useVerbs";

interface Props {
  document: FlowDocument;
  problems: FlowProblem[];
  verbs: VerbBook;
  selected?: string;
  onSelect: (id: string) => void;
}

export function NodeTable({ document, problems, verbs, selected, onSelect }: Props) {
  const { t } = useTranslation("flows");
  const language = currentLanguage();
  const titleOf = (id: string) => words(document.nodes[id]?.title, language) || id;
  return (
    <div className="lt-nodes" tabIndex={0} role="region" aria-label={t("views.list")}>
      <table className="lt-rows">
        <thead>
          <tr>
            <th scope="col">{t("node")}</th>
            <th scope="col">{t("kind")}</th>
            <th scope="col">{t("exits")}</th>
          </tr>
        </thead>
        <tbody>
          {inOrder(document).map((id) => {
            const node = document.nodes[id]!;
            const worst = worstOf(problems, id);
            return (
              <tr key={id} className={id === selected ? "lt-row-selected" : undefined}>
                <td>
                  <button type="button" className="lt-name" aria-pressed={id === selected} onClick={() => onSelect(id)}>
                    {titleOf(id)}
                  </button>
                  <span className="lt-sub">{id === document.start ? t("startOf", { id }) : id}</span>
                  {worst && (
                    <StatusTag tone={worst === "error" ? "bad" : "warn"} icon={worst === "error" ? <CloseCircleFilled /> : <WarningFilled />}>
                      {t(`severity.${worst}`)}
                    </StatusTag>
                  )}
                </td>
                <td>
                  <StatusTag tone={toneOf(verbs.verb(node.verb)?.group)} icon={iconOf(node.verb)}>
                    {verbs.verbTitle(node.verb)}
                  </StatusTag>
                </td>
                <td>
                  <ul>
                    {Object.entries(node.exits ?? {}).map(([exit, target]) => (
                      <li key={exit}>
                        <span className="lt-exit">{verbs.exitTitle(node, exit)}</span> →{" "}
                        {target in document.nodes ? (
                          <button type="button" className="lt-link" onClick={() => onSelect(target)}>
                            {titleOf(target)}
                          </button>
                        ) : (
                          target
                        )}
                      </li>
                    ))}
                  </ul>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
