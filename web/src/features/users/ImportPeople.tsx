/** Many people at once, from a spreadsheet: checked row by row while it is pasted, added together, passwords told once. */
import { CheckCircleFilled, CloseCircleFilled, FolderOpenOutlined } from "@ant-design/icons";
import { Alert, App, Button, Input, Skeleton, Upload } from "antd";
import { useMemo, useState, type DragEvent } from "react";
import { useTranslation } from "react-i18next";
import { useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { api } from "@/api/client";
import type { Role, SeatRecord, SkillGroup, UserRecord } from "@/api/records";
import type { components } from "@/api/schema";
import { currentLanguage, i18n, languages } from "@/i18n";
import { draftOf, dropDraft, keepDraft } from "@/ui/drafts";
import { Panel } from "@/ui/panel/Panel";
import { ProblemNote } from "@/ui/ProblemNote";
import { useCommand } from "@/ui/problemText";
import { Passwords } from "@/ui/records/Passwords";
import { allQuery } from "@/ui/records/useAll";
import { useOnce } from "@/ui/useOnce";
import { COLUMNS, decoded, documentOf, flawsOf, isWorkbook, LARGEST_FILE, sheetOf, type Flaw, type Heads, type Known, type Person } from "./people";

type Plan = components["schemas"]["ImportPlanOut"];
type Imported = components["schemas"]["ImportedOut"];

/** The import goes through the configuration text, so that it is one change that can be rolled back. */
export const IMPORT_NEEDS = ["configuration.write", "users.write", "seats.write", "skill_groups.write"];
const DRAFT = "people-sheet";

const heads = Object.fromEntries(COLUMNS.map((name) => [name, languages.map((code) => i18n.getFixedT(code, "users")(`sheet.columns.${name}`))])) as Heads;

async function readKnown(queries: QueryClient): Promise<Known> {
  const read = <T,>(path: string) => queries.fetchQuery({ ...allQuery<T>(path), staleTime: 0 });
  const [users, seats, roles, groups] = await Promise.all([read<UserRecord>("/users"), read<SeatRecord>("/seats"), read<Role>("/roles"), read<SkillGroup>("/skill-groups")]);
  return { users, seats, roles, groups };
}

interface Told {
  row: number | undefined;
  text: string;
}

function useFlawText(): (flaw: Flaw) => Told {
  const { t } = useTranslation("users");
  return ({ row, code, column, value }) => ({ row, text: t(`sheet.flaw.${code}`, { column: t(`sheet.columns.${column}`), value }) });
}

function Rows({ people, told }: { people: Person[]; told: Told[] }) {
  const { t } = useTranslation("users");
  return (
    <table className="lt-rows">
      <thead>
        <tr>
          <th scope="col" />
          <th scope="col">{t("sheet.who")}</th>
          <th scope="col">{t("seat")}</th>
          <th scope="col">{t("sheet.problem")}</th>
        </tr>
      </thead>
      <tbody>
        {people.map(({ row, cells }) => {
          const mine = told.filter((one) => one.row === row);
          return (
            <tr key={row}>
              <td className="lt-num lt-sheet-row">{t("sheet.row", { row })}</td>
              <td>
                {cells.name} <span className="lt-sub">{cells.account}</span>
              </td>
              <td className="lt-num">{cells.seat && t("seatText", { number: cells.seat, extension: cells.extension })}</td>
              <td className={mine.length ? "lt-sheet-bad" : "lt-sheet-good"}>
                {mine.length ? <CloseCircleFilled aria-hidden="true" /> : <CheckCircleFilled aria-hidden="true" />}{" "}
                {mine.length ? mine.map(({ text }) => text).join(" · ") : t("sheet.ready")}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function KnownColumns() {
  const { t } = useTranslation("users");
  return (
    <details className="lt-sheet-columns">
      <summary>{t("sheet.columnsTitle")}</summary>
      <dl>
        {COLUMNS.map((name) => (
          <div key={name}>
            <dt>{t(`sheet.columns.${name}`)}</dt>
            <dd>{i18n.exists(`users:sheet.columnHint.${name}`) ? t(`sheet.columnHint.${name}`) : ""}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

export function ImportPeople({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("users");
  const { modal, message } = App.useApp();
  const command = useCommand();
  const queries = useQueryClient();
  const flawText = useFlawText();
  const present = useQuery({ queryKey: ["all", "people"], queryFn: () => readKnown(queries), staleTime: 0 });
  const known = present.data;
  const [text, setText] = useState(() => draftOf<string>(DRAFT) ?? "");
  const [refused, setRefused] = useState<Told[]>([]);
  const [unread, setUnread] = useState<{ name: string; why: "workbook" | "large" }>();
  const [passwords, setPasswords] = useState<Imported["passwords"]>([]);
  const sheet = useMemo(() => sheetOf(text, heads), [text]);
  const told = known ? [...flawsOf(sheet.people, known).map(flawText), ...refused] : [];
  const homeless = told.filter(({ row }) => row === undefined);
  const ready = !!known && sheet.people.length > 0 && !told.length && !sheet.missing.length;

  const take = (typed: string) => {
    setText(typed);
    setRefused([]);
    setUnread(undefined);
    if (typed.trim()) keepDraft(DRAFT, typed);
    else dropDraft(DRAFT);
  };
  const refuse = (problems: Plan["problems"], rows: Map<number, number>) => setRefused(problems.map(({ line, message: words }) => ({ row: rows.get(line), text: words })));
  const carryOut = async (document: string, digest: string, rows: Map<number, number>) => {
    const done = await api.post<Imported>("/configuration/import", { text: document, prune: false, digest });
    if (done.problems.length) return refuse(done.problems, rows);
    void message.success(t("sheet.done", { count: done.passwords.length }));
    take("");
    await queries.invalidateQueries();
    setPasswords(done.passwords);
  };
  const [start, busy] = useOnce(() =>
    command(async () => {
      // Groups are sent with all of their members; from the plan on its digest guards them.
      const now = await readKnown(queries);
      if (flawsOf(sheet.people, now).length) return;
      const document = documentOf(sheet.people, now, currentLanguage());
      const plan = await api.post<Plan>("/configuration/plan", { text: document.text, prune: false });
      if (plan.problems.length) return refuse(plan.problems, document.rows);
      const countOf = (section: string) => plan.changes.filter((change) => change.section === section).length;
      modal.confirm({
        title: t("sheet.confirm", { count: sheet.people.length }),
        content: t("sheet.confirmHint", { users: countOf("users"), seats: countOf("seats"), groups: countOf("skill_groups") }),
        okText: t("sheet.apply", { count: sheet.people.length }),
        onOk: () => command(() => carryOut(document.text, plan.digest, document.rows)),
      });
    }),
  );
  const openFile = async (file: File) => {
    if (file.size > LARGEST_FILE) return setUnread({ name: file.name, why: "large" });
    const bytes = await file.arrayBuffer();
    if (isWorkbook(bytes)) return setUnread({ name: file.name, why: "workbook" });
    const found = decoded(bytes);
    if (!text.trim() || text === found) return take(found);
    modal.confirm({
      title: t("sheet.replace", { name: file.name }),
      content: t("sheet.replaceHint"),
      okText: t("sheet.replaceIt"),
      onOk: () => take(found),
    });
  };
  const drop = (event: DragEvent) => {
    const [file] = event.dataTransfer.files;
    if (!file) return;
    event.preventDefault();
    void openFile(file);
  };

  return (
    <Panel
      title={t("sheet.title")}
      size={760}
      onClose={onClose}
      footer={
        <span role="status">
          {ready && t("sheet.count", { count: sheet.people.length })}
          {!ready && told.length > 0 && <span className="lt-sheet-bad">{t("sheet.flaws", { count: told.length })}</span>}
        </span>
      }
      commands={
        <>
          <Button onClick={onClose}>{t("common:close")}</Button>
          <Button type="primary" disabled={!ready} loading={busy} onClick={() => start()}>
            {sheet.people.length ? t("sheet.apply", { count: sheet.people.length }) : t("sheet.open")}
          </Button>
        </>
      }
    >
      <div onDragOver={(event) => event.preventDefault()} onDrop={drop}>
        <p className="lt-sheet-hint">{t("sheet.hint")}</p>
        <KnownColumns />
        <div className="lt-sheet-tools">
          <Upload accept=".csv,.txt,.tsv,.xlsx,.xls,.et,.ods" showUploadList={false} beforeUpload={(file) => (void openFile(file), false)}>
            <Button icon={<FolderOpenOutlined />}>{t("sheet.file")}</Button>
          </Upload>
          <Button disabled={!!text.trim()} onClick={() => take(t("sheet.sample"))}>
            {t("sheet.template")}
          </Button>
        </div>
        {unread && <Alert className="lt-drawer-note" type="error" showIcon title={t(`sheet.${unread.why}`, { name: unread.name })} description={t(`sheet.${unread.why}Hint`)} />}
        <Input.TextArea className="lt-sheet-text" aria-label={t("sheet.text")} value={text} rows={8} wrap="off" autoFocus spellCheck={false} onChange={(event) => take(event.target.value)} />
        {sheet.missing.map((column) => (
          <Alert key={column} className="lt-drawer-note" type="error" showIcon title={t("sheet.missing", { column: t(`sheet.columns.${column}`) })} />
        ))}
        {homeless.map(({ text: words }) => (
          <Alert key={words} className="lt-drawer-note" type="error" showIcon title={words} />
        ))}
        <ProblemNote error={present.error} onRetry={() => void present.refetch()} />
        {present.isPending && <Skeleton active />}
        {known && sheet.people.length > 0 && !sheet.missing.length && <Rows people={sheet.people} told={told} />}
      </div>
      <Passwords passwords={passwords} onClose={() => (setPasswords([]), onClose())} />
    </Panel>
  );
}
