/** A short list as a table: the whole list is here, so search, order and pages need no server. */
import { DeleteOutlined, EditOutlined, EyeOutlined } from "@ant-design/icons";
import { Button, Table, Tooltip } from "antd";
import type { ColumnsType } from "antd/es/table";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

interface Props<T extends object> {
  label: string;
  rows: T[];
  loading: boolean;
  columns: ColumnsType<T>;
  idOf: (row: T) => string;
  nameOf: (row: T) => string;
  mayWrite: boolean;
  onOpen: (row: T) => void;
  onDelete?: (row: T) => void;
  /** Rows that may not be deleted, for example what the product brings. */
  isFixed?: (row: T) => boolean;
  rowActions?: (row: T) => ReactNode;
  editLabel?: string;
  empty: ReactNode;
}

const PAGE = 50;

export function RecordsTable<T extends object>(props: Props<T>) {
  const { label, rows, loading, columns, idOf, nameOf, mayWrite, onOpen, onDelete, isFixed, rowActions, editLabel, empty } = props;
  const { t } = useTranslation();
  const icon = (row: T, name: string, glyph: ReactNode, run: () => void, danger = false, disabled = false) => (
    <Tooltip title={name}>
      <Button type="text" size="small" icon={glyph} danger={danger} disabled={disabled} aria-label={`${name} ${nameOf(row)}`} onClick={run} />
    </Tooltip>
  );
  const actions: ColumnsType<T>[number] = {
    title: t("actions"),
    key: "actions",
    fixed: "end",
    render: (_, row) => (
      <span className="lt-row-actions">
        {rowActions?.(row)}
        {mayWrite ? icon(row, editLabel ?? t("edit"), <EditOutlined />, () => onOpen(row)) : icon(row, t("records:look"), <EyeOutlined />, () => onOpen(row))}
        {mayWrite && onDelete && icon(row, t("delete"), <DeleteOutlined />, () => onDelete(row), true, isFixed?.(row))}
      </span>
    ),
  };
  return (
    <div className="lt-table" role="region" aria-label={label}>
      <Table<T>
        size="middle"
        rowKey={idOf}
        columns={[...columns, actions]}
        dataSource={rows}
        loading={loading}
        pagination={rows.length > PAGE ? { pageSize: PAGE, showSizeChanger: false } : false}
        scroll={{ x: "max-content" }}
        locale={{ emptyText: loading ? <div className="lt-empty" /> : empty }}
      />
      <footer className="lt-table-foot">
        {!loading && <span>{t("total", { count: rows.length })}</span>}
      </footer>
    </div>
  );
}
