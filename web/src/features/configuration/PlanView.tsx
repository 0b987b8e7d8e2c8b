/** What an import would change, section by section with old and new; or what is wrong with the text. */
import { CloseCircleFilled, MinusCircleFilled, PlusCircleFilled, SwapOutlined } from "@ant-design/icons";
import { Button } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { StatusTag, type Tone } from "@/ui/StatusTag";
import { bySection, countOf } from "./changes";
import type { ConfigChange, ConfigPlan, FieldChange, TextProblem } from "./types";

const looks: Record<ConfigChange["kind"], { tone: Tone; icon: ReactNode }> = {
  added: { tone: "good", icon: <PlusCircleFilled /> },
  changed: { tone: "warn", icon: <SwapOutlined /> },
  removed: { tone: "bad", icon: <MinusCircleFilled /> },
};

interface Props {
  plan: ConfigPlan;
  /** Shows a line of the text. */
  onLine?: (line: number) => void;
  /** What can be done with the plan. */
  action?: ReactNode;
}

export function PlanView({ plan, onLine, action }: Props) {
  const { t } = useTranslation("configuration");
  if (plan.problems.length) return <Problems problems={plan.problems} onLine={onLine} />;
  return (
    <div className="lt-plan">
      {plan.changes.length === 0 ? (
        <p className="lt-plan-same">{t("same")}</p>
      ) : (
        <div className="lt-plan-counts">
          {(["added", "changed", "removed"] as const).map((kind) => (
            <StatusTag key={kind} tone={countOf(plan.changes, kind) ? looks[kind].tone : "quiet"} icon={looks[kind].icon}>
              {t(`counts.${kind}`, { count: countOf(plan.changes, kind) })}
            </StatusTag>
          ))}
          {action}
        </div>
      )}
      {bySection(plan.changes).map(({ section, title, changes }) => (
        <section key={section} aria-label={title}>
          <h2 className="lt-plan-title">{title}</h2>
          <ul>
            {changes.map((change) => (
              <Change key={`${change.kind} ${change.name}`} change={change} />
            ))}
          </ul>
        </section>
      ))}
      {plan.left.length > 0 && (
        <section aria-label={t("left")}>
          <h2 className="lt-plan-title">{t("left")}</h2>
          <ul className="lt-plan-left">
            {plan.left.map((one) => (
              <li key={one.section}>
                {one.title}
                <span>{one.names.join(t("comma"))}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

function Change({ change }: { change: ConfigChange }) {
  const { t } = useTranslation("configuration");
  const { tone, icon } = looks[change.kind];
  return (
    <li className={`lt-change lt-change-${change.kind}`}>
      <div className="lt-change-head">
        <StatusTag tone={tone} icon={icon}>
          {t(`kind.${change.kind}`)}
        </StatusTag>
        <strong>{change.name}</strong>
        {change.label && <span className="lt-change-label">{change.label}</span>}
      </div>
      {change.kind === "changed" ? (
        <dl className="lt-change-fields">
          {change.fields.map((field) => (
            <Field key={field.place} field={field} />
          ))}
        </dl>
      ) : (
        <details>
          <summary>{t("whole")}</summary>
          <pre>{change.text}</pre>
        </details>
      )}
    </li>
  );
}

function Field({ field }: { field: FieldChange }) {
  const { t } = useTranslation("configuration");
  const value = (text: string | null) => (text === null ? t("nothing") : text);
  return (
    <>
      <dt className={field.place ? undefined : "lt-hidden"}>{field.place || t("value")}</dt>
      <dd>
        <del>
          <span className="lt-hidden">{t("old")}</span>
          {value(field.old)}
        </del>
        <span aria-hidden="true">→</span>
        <ins>
          <span className="lt-hidden">{t("new")}</span>
          {value(field.new)}
        </ins>
      </dd>
    </>
  );
}

function Problems({ problems, onLine }: { problems: TextProblem[]; onLine?: (line: number) => void }) {
  const { t } = useTranslation("configuration");
  return (
    <div className="lt-plan">
      <h2 className="lt-plan-title">{t("problems", { count: problems.length })}</h2>
      <ul>
        {problems.map((problem) => (
          <li key={`${problem.line} ${problem.place} ${problem.message}`} className="lt-text-problem">
            <CloseCircleFilled aria-hidden="true" />
            <div>
              {onLine ? (
                <Button type="link" size="small" onClick={() => onLine(problem.line)}>
                  {t("line", { line: problem.line })}
                </Button>
              ) : (
                t("line", { line: problem.line })
              )}{" "}
              <code>{problem.place}</code>
              <p>{problem.message}</p>
            </div>
          </li>
        ))}
      </ul>
    </div>
  );
}
