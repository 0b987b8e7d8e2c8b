/** What is wrong with the flow; each problem leads to its node. */
import { CheckCircleFilled, CloseCircleFilled, WarningFilled } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import { currentLanguage } from "@/i18n";
import { words } from "./document";
import type { FlowDocument, FlowProblem } from "./types";

interface Props {
  document: FlowDocument;
  problems: FlowProblem[];
  onSelect: (id: string) => void;
}

export function Problems({ document, problems, onSelect }: Props) {
  const { t } = useTranslation("flows");
  const language = currentLanguage();
  return (
    <section className="lt-problems" aria-labelledby="flow-problems" aria-live="polite">
      <h2 id="flow-problems">{t("problems", { count: problems.length })}</h2>
      {problems.length === 0 && (
        <p className="lt-fine">
          <CheckCircleFilled aria-hidden="true" /> {t("noProblems")}
        </p>
      )}
      <ul>
        {problems.map((problem) => {
          const node = document.nodes[problem.node];
          return (
            <li key={`${problem.node} ${problem.slug} ${JSON.stringify(problem.params)}`} className={`lt-problem lt-problem-${problem.severity}`}>
              {problem.severity === "error" ? <CloseCircleFilled aria-hidden="true" /> : <WarningFilled aria-hidden="true" />}
              <div>
                <span className="lt-hidden">{t(`severity.${problem.severity}`)}: </span>
                {node && (
                  <button type="button" className="lt-link" onClick={() => onSelect(problem.node)}>
                    {words(node.title, language) || problem.node}
                  </button>
                )}
                <p>{problem.message}</p>
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
