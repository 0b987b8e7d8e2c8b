/** A text to import: pasted, opened from a file or what is there now; its changes are shown before they are made. */
import { CheckCircleFilled, FileTextOutlined, FolderOpenOutlined } from "@ant-design/icons";
import { Alert, App, Button, Checkbox, Input, Upload } from "antd";
import type { TextAreaRef } from "antd/es/input/TextArea";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useQueryClient } from "@tanstack/react-query";
import { api } from "@/api/client";
import { useCommand } from "@/ui/problemText";
import { Passwords } from "@/ui/records/Passwords";
import { usePermission } from "@/ui/records/usePermission";
import { lineRange } from "./changes";
import { PlanView } from "./PlanView";
import type { ConfigPlan, ConfigText, FirstPassword, Imported } from "./types";

/** No text that the server takes has more bytes, and with a far larger one in a field the page would stand still. */
const LARGEST_FILE = 12_000_000;

export function ImportText() {
  const { t } = useTranslation("configuration");
  const { modal, message } = App.useApp();
  const command = useCommand();
  const queries = useQueryClient();
  const mayWrite = usePermission()("configuration.write");
  const area = useRef<TextAreaRef>(null);
  const [text, setText] = useState("");
  const [prune, setPrune] = useState(false);
  const [plan, setPlan] = useState<ConfigPlan>();
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState<number>();
  const [passwords, setPasswords] = useState<FirstPassword[]>([]);

  const take = (taken: string) => {
    setText(taken);
    setPlan(undefined);
    setDone(undefined);
  };
  const openFile = async (file: File) => {
    if (file.size > LARGEST_FILE) void message.error(t("large", { name: file.name }));
    else take(await file.text());
  };
  const run = async (work: () => Promise<void>) => {
    setBusy(true);
    await command(work);
    setBusy(false);
  };
  const takeCurrent = () => run(async () => take((await api.get<ConfigText>("/configuration")).text));
  const preview = () =>
    run(async () => {
      setDone(undefined);
      setPlan(await api.post<ConfigPlan>("/configuration/plan", { text, prune }));
    });
  const carryOut = async (shown: ConfigPlan) => {
    const imported = await api.post<Imported>("/configuration/import", { text, prune, digest: shown.digest });
    if (imported.problems.length) {
      setPlan({ ...shown, changes: [], left: [], problems: imported.problems });
      return;
    }
    setPlan(undefined);
    setDone(imported.number ?? undefined);
    setPasswords(imported.passwords);
    await queries.invalidateQueries();
  };
  const confirm = (shown: ConfigPlan) =>
    void modal.confirm({
      title: t("confirm", { count: shown.changes.length }),
      content: t("confirmHint"),
      okText: t("apply"),
      onOk: () => run(() => carryOut(shown)),
    });
  const showLine = (line: number) => {
    const field = area.current?.resizableTextArea?.textArea;
    if (!field) return;
    const [start, end] = lineRange(text, line);
    field.focus();
    field.setSelectionRange(start, end);
    field.scrollTop = Math.max(0, (field.scrollHeight / text.split("\n").length) * (line - 4));
  };

  const apply = plan && mayWrite && (
    <Button type="primary" className="lt-plan-action" loading={busy} onClick={() => confirm(plan)}>
      {t("apply")}
    </Button>
  );

  return (
    <div className="lt-config">
      <section className="lt-card lt-config-text" aria-label={t("text")}>
        <div className="lt-config-tools">
          <Upload accept=".yaml,.yml,.txt" showUploadList={false} beforeUpload={(file) => (void openFile(file), false)}>
            <Button icon={<FolderOpenOutlined />}>{t("open")}</Button>
          </Upload>
          <Button icon={<FileTextOutlined />} disabled={busy} onClick={() => void takeCurrent()}>
            {t("current")}
          </Button>
        </div>
        <Input.TextArea
          ref={area}
          className="lt-config-area"
          aria-label={t("text")}
          placeholder={t("placeholder")}
          value={text}
          spellCheck={false}
          wrap="off"
          onChange={(event) => take(event.target.value)}
        />
        <div className="lt-config-tools">
          <Checkbox checked={prune} onChange={(event) => (setPrune(event.target.checked), setPlan(undefined))}>
            {t("prune")}
          </Checkbox>
          <Button type={plan ? "default" : "primary"} disabled={!text.trim()} loading={busy} onClick={() => void preview()}>
            {t("preview")}
          </Button>
        </div>
        <p className="lt-config-hint">{t("pruneHint")}</p>
      </section>
      <section className="lt-card lt-config-plan" aria-label={t("changes")} aria-live="polite">
        {done !== undefined && <Alert type="success" showIcon icon={<CheckCircleFilled />} title={t("done", { number: done })} />}
        {plan && <PlanView plan={plan} onLine={showLine} action={apply} />}
        {!plan && done === undefined && <p className="lt-config-hint">{t("planHint")}</p>}
      </section>
      <Passwords passwords={passwords} onClose={() => setPasswords([])} />
    </div>
  );
}
