/** The page of a kind of record: search, table, and the panel for one record; which one stands in the address. */
import { PlusOutlined, SearchOutlined } from "@ant-design/icons";
import { Button, Input } from "antd";
import type { ColumnsType } from "antd/es/table";
import { useState, type ComponentType, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { usePage } from "@/app/page";
import { EmptyState } from "@/ui/EmptyState";
import { PageShell } from "@/ui/PageShell";
import { WithPanel } from "@/ui/panel/WithPanel";
import { ProblemNote } from "@/ui/ProblemNote";
import "./records.css";
import { RecordsTable } from "./RecordsTable";
import { useAll } from "./useAll";
import { useDelete, type Dependent } from "./useDelete";
import { usePermission } from "./usePermission";

export interface EditorProps<T> {
  /** Absent when a new record is made. */
  row?: T;
  rows: T[];
  readOnly: boolean;
  onClose: () => void;
}

interface Props<T extends object> {
  path: string;
  title: string;
  hint?: ReactNode;
  createLabel: string;
  writePermission: string;
  columns: ColumnsType<T>;
  nameOf: (row: T) => string;
  /** The record's place under the path; its id by default. */
  idOf?: (row: T) => string;
  /** What the search looks through. */
  textOf: (row: T) => string;
  editor: ComponentType<EditorProps<T>>;
  empty: { title: string; hint: string; icon?: ReactNode };
  dependentsOf?: (row: T) => Dependent[];
  deleteHint?: string;
  isFixed?: (row: T) => boolean;
  /** What stands between the heading and the table, for example a choice between two lists. */
  above?: ReactNode;
  /** Further filters beside the search box, and further commands beside the create button. */
  filters?: ReactNode;
  keep?: (row: T) => boolean;
  actions?: ReactNode;
  /** A further panel over the list, while it is open. */
  panel?: ReactNode;
  /** Further commands of a row, and what "edit" is called. */
  rowActions?: (row: T) => ReactNode;
  editLabel?: string;
}

/** Every word of the search stands somewhere in the text. */
export function matches(text: string, search: string): boolean {
  const hay = text.toLowerCase();
  return search.toLowerCase().split(/\s+/).every((word) => hay.includes(word));
}

export function RecordsPage<T extends object>(props: Props<T>) {
  const { path, title, hint, createLabel, writePermission, nameOf, textOf, editor: Editor, empty } = props;
  const idOf = props.idOf ?? ((row: T) => (row as { id: string }).id);
  const { t } = useTranslation("records");
  const { search, setSearch } = usePage<object, { open: string }>();
  const [wanted, setWanted] = useState("");
  const list = useAll<T>(path);
  const remove = useDelete();
  const mayWrite = usePermission()(writePermission);
  const rows = list.data ?? [];
  const shown = rows.filter((row) => matches(textOf(row), wanted) && (props.keep?.(row) ?? true));
  // An address of digits arrives as a number.
  const open = search.open === undefined ? undefined : String(search.open);
  const row = rows.find((one) => idOf(one) === open);
  const isOpen = (open === "new" && mayWrite && !list.isPending) || !!row;
  const close = () => setSearch({ open: undefined });
  const create = mayWrite && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setSearch({ open: "new" })}>
      {createLabel}
    </Button>
  );
  const nothing = rows.length ? (
    <EmptyState title={t("noMatch")} hint={t("noMatchHint")} />
  ) : (
    <EmptyState icon={empty.icon} title={empty.title} hint={empty.hint} action={create} />
  );
  return (
    <WithPanel panel={isOpen ? <Editor key={open} row={row} rows={rows} readOnly={!mayWrite} onClose={close} /> : props.panel}>
      <PageShell
        title={title}
        hint={hint}
        actions={
          <>
            {props.filters}
            <Input
              className="lt-search"
              allowClear
              prefix={<SearchOutlined />}
              placeholder={t("search")}
              aria-label={t("searchIn", { title })}
              value={wanted}
              onChange={(event) => setWanted(event.target.value)}
            />
            {props.actions}
            {create}
          </>
        }
      >
        {props.above && <div className="lt-above">{props.above}</div>}
        {list.isError && !list.data ? (
          <ProblemNote error={list.error} onRetry={() => void list.refetch()} />
        ) : (
          <RecordsTable<T>
            label={title}
            rows={shown}
            loading={list.isPending}
            columns={props.columns}
            idOf={idOf}
            nameOf={nameOf}
            mayWrite={mayWrite}
            onOpen={(one) => setSearch({ open: idOf(one) })}
            onDelete={(one) =>
              remove({ path: `${path}/${encodeURIComponent(idOf(one))}`, name: nameOf(one), dependents: props.dependentsOf?.(one), hint: props.deleteHint })
            }
            isFixed={props.isFixed}
            rowActions={props.rowActions}
            editLabel={props.editLabel}
            empty={nothing}
          />
        )}
      </PageShell>
    </WithPanel>
  );
}
