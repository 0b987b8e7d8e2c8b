/** The chosen node: title, parameters, and where each exit leads. */
import { DeleteOutlined, PlayCircleOutlined } from "@ant-design/icons";
import { App, Button, Input, Select } from "antd";
import { useTranslation } from "react-i18next";
import { currentLanguage } from "@/i18n";
import { StatusTag } from "@/ui/StatusTag";
import { connected, exitsOf, removed, withParameter, withPart, words } from "./document";
import { iconOf, toneOf } from "./looks";
import { ParameterField } from "./ParameterField";
import { parametersOf } from "./schema";
import type { FlowDocument, FlowNode, FlowProblem } from "./types";
import type { Pickers } from "./usePickers";
import type { VerbBook } from "./useVerbs";

interface Props {
  document: FlowDocument;
  id: string;
  problems: FlowProblem[];
  declared: Record<string, string[]>;
  verbs: VerbBook;
  pickers: Pickers;
  readOnly: boolean;
  onEdit: (document: FlowDocument) => void;
  onSelect: (id: string | undefined) => void;
}

function Head({ document, id, node, verbs, readOnly, onEdit, onSelect }: Props & { node: FlowNode }) {
  const { t } = useTranslation("flows");
  const { modal } = App.useApp();
  const language = currentLanguage();
  const verb = verbs.verb(node.verb);
  const title = words(node.title, language) || id;
  const remove = () =>
    modal.confirm({
      title: t("common:deleteConfirm", { name: title }),
      content: t("removeNodeHint"),
      okText: t("common:delete"),
      okButtonProps: { danger: true },
      onOk: () => {
        onEdit(removed(document, id));
        onSelect(undefined);
      },
    });
  return (
    <>
      <div className="lt-inspector-head">
        <StatusTag tone={toneOf(verb?.group)} icon={iconOf(node.verb)}>
          {verbs.verbTitle(node.verb)}
        </StatusTag>
        <code>{id}</code>
        {!readOnly && <Button type="text" size="small" danger icon={<DeleteOutlined />} aria-label={t("removeNode", { title })} onClick={remove} />}
      </div>
      {verb?.help && <p className="lt-section-hint">{words(verb.help, language)}</p>}
      <div className="lt-parameter">
        <span className="lt-parameter-name" aria-hidden="true">
          {t("nodeTitle")}
        </span>
        <div className="lt-both">
          {(["zh-CN", "en"] as const).map((one) => (
            <Input
              key={one}
              lang={one}
              maxLength={60}
              disabled={readOnly}
              placeholder={t(`common:language.${one}`)}
              aria-label={`${t("nodeTitle")} ${t(`common:language.${one}`)}`}
              value={node.title?.[one] ?? ""}
              onChange={(event) => onEdit(withPart(document, id, { title: { "zh-CN": "", en: "", ...node.title, [one]: event.target.value } }))}
            />
          ))}
        </div>
      </div>
      {id !== document.start && !readOnly && (
        <Button size="small" icon={<PlayCircleOutlined />} onClick={() => onEdit({ ...document, start: id })}>
          {t("makeStart")}
        </Button>
      )}
    </>
  );
}

function Exits({ document, id, node, problems, declared, verbs, readOnly, onEdit, onSelect }: Props & { node: FlowNode }) {
  const { t } = useTranslation("flows");
  const language = currentLanguage();
  const exits = exitsOf(id, node, problems, declared[id]);
  const targets = Object.entries(document.nodes).map(([key, one]) => ({ value: key, label: words(one.title, language) || key }));
  return (
    <section aria-labelledby="node-exits">
      <h3 id="node-exits">{t("exits")}</h3>
      {!exits.length && <p className="lt-section-hint">{t("noExits")}</p>}
      {exits.map((exit) => {
        const target = node.exits?.[exit];
        const title = verbs.exitTitle(node, exit);
        return (
          <div key={exit} className="lt-parameter">
            <span className="lt-parameter-name" aria-hidden="true">
              {title}
            </span>
            <div className="lt-exit-line">
              <Select
                className="lt-full"
                allowClear
                disabled={readOnly}
                showSearch={{ optionFilterProp: "label" }}
                aria-label={t("exitTo", { title })}
                placeholder={t("unconnected")}
                status={problems.some((one) => one.node === id && one.params.exit === exit && one.severity === "error") ? "error" : undefined}
                value={target}
                options={targets}
                onChange={(chosen?: string) => onEdit(connected(document, id, exit, chosen))}
              />
              {target && target in document.nodes && (
                <Button size="small" type="text" onClick={() => onSelect(target)} aria-label={t("goTo", { title: words(document.nodes[target]?.title, language) || target })}>
                  →
                </Button>
              )}
            </div>
          </div>
        );
      })}
    </section>
  );
}

export function Inspector(props: Props) {
  const { document, id, problems, verbs, pickers, readOnly, onEdit } = props;
  const { t } = useTranslation("flows");
  const node = document.nodes[id];
  if (!node) return null;
  const schema = verbs.verb(node.verb)?.parameters;
  const own = problems.filter((problem) => problem.node === id);
  return (
    <section className="lt-inspector" aria-label={t("nodeArea")}>
      <Head {...props} node={node} />
      {own.map((problem) => (
        <p key={`${problem.slug} ${JSON.stringify(problem.params)}`} className={`lt-inspector-problem lt-problem-${problem.severity}`}>
          {problem.message}
        </p>
      ))}
      {schema &&
        parametersOf(schema).map((parameter) => (
          <ParameterField
            key={parameter.name}
            {...parameter}
            defs={schema.$defs ?? {}}
            value={node[parameter.name]}
            pickers={pickers}
            disabled={readOnly}
            onChange={(value) => onEdit(withParameter(document, id, parameter.name, value))}
          />
        ))}
      <Exits {...props} node={node} />
    </section>
  );
}
