/** The flow as text, with line numbers; a fault is told with its line, and the last good text stays in force. */
import { Alert } from "antd";
import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { lineOf, parseDocument, tidied } from "./document";
import type { FlowDocument } from "./types";

const LINE_HEIGHT = 20;

interface Props {
  document: FlowDocument;
  readOnly: boolean;
  selected?: string;
  onEdit: (document: FlowDocument) => void;
}

const written = (document: FlowDocument) => JSON.stringify(tidied(document), null, 2);

/** Tab moves on, as everywhere; indentation is made by hand or comes with the next opening. */
export function TextView({ document, readOnly, selected, onEdit }: Props) {
  const { t } = useTranslation("flows");
  const [text, setText] = useState(() => written(document));
  const [source, setSource] = useState(document);
  const [top, setTop] = useState(0);
  const area = useRef<HTMLTextAreaElement>(null);
  const parsed = parseDocument(text);
  if (source !== document) {
    setSource(document);
    if (!parsed.document || written(parsed.document) !== written(document)) setText(written(document));
  }
  useEffect(() => {
    const line = selected && lineOf(area.current?.value ?? "", selected);
    if (line && area.current) area.current.scrollTop = Math.max(0, (line - 3) * LINE_HEIGHT);
  }, [selected]);
  const type = (next: string) => {
    setText(next);
    const { document: good } = parseDocument(next);
    if (good) {
      setSource(good);
      onEdit(good);
    }
  };
  const keepIndent = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key !== "Enter" || event.nativeEvent.isComposing || readOnly) return;
    const field = event.currentTarget;
    const before = field.value.slice(0, field.selectionStart);
    const indent = /(?:^|\n)([ ]*)[^\n]*$/.exec(before)?.[1] ?? "";
    const deeper = /[[{]\s*$/.test(before) ? "  " : "";
    event.preventDefault();
    field.setRangeText(`\n${indent}${deeper}`, field.selectionStart, field.selectionEnd, "end");
    type(field.value);
  };
  const count = text.split("\n").length;
  const marked = selected ? lineOf(text, selected) : undefined;
  return (
    <div className="lt-text">
      {parsed.fault && (
        <Alert
          type="error"
          showIcon
          title={parsed.line ? t("textFaultLine", { line: parsed.line }) : t("textFault")}
          description={parsed.fault === "shape" ? t("textShape") : parsed.fault}
        />
      )}
      <div className="lt-text-body">
        <div className="lt-text-lines" aria-hidden="true">
          <div style={{ transform: `translateY(${-top}px)` }}>
            {Array.from({ length: count }, (_, index) => (
              <span key={index} className={index + 1 === parsed.line ? "lt-line-bad" : index + 1 === marked ? "lt-line-marked" : undefined}>
                {index + 1}
              </span>
            ))}
          </div>
        </div>
        <textarea
          ref={area}
          className="lt-text-area"
          aria-label={t("views.text")}
          spellCheck={false}
          wrap="off"
          readOnly={readOnly}
          value={text}
          onChange={(event) => type(event.target.value)}
          onKeyDown={keepIndent}
          onScroll={(event) => setTop(event.currentTarget.scrollTop)}
        />
      </div>
    </div>
  );
}
