/** A listing of the server: cursor paging by "load more", loading, empty and failed states in one place. */
import { useInfiniteQuery, type QueryKey } from "@tanstack/react-query";
import { Button, Table } from "antd";
import type { ColumnsType, TableProps } from "antd/es/table";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { api, type Page, type Query } from "@/api/client";
import { EmptyState } from "./EmptyState";
import { ProblemNote } from "./ProblemNote";

interface Props<T extends object> {
  /** Path under /api, for example "/calls". */
  path: string;
  query?: Query;
  /** Key of the cached list; the path and the query by default. */
  queryKey?: QueryKey;
  columns: ColumnsType<T>;
  rowKey?: string;
  empty?: ReactNode;
  refetchInterval?: number;
  onRow?: TableProps<T>["onRow"];
  label: string;
}

export function listKey(path: string, query?: Query): QueryKey {
  return ["list", path, query ?? {}];
}

export function DataTable<T extends object>(props: Props<T>) {
  const { path, query, columns, rowKey = "id", empty, refetchInterval, onRow, label } = props;
  const { t } = useTranslation();
  const list = useInfiniteQuery({
    queryKey: props.queryKey ?? listKey(path, query),
    queryFn: ({ pageParam, signal }) => api.get<Page<T>>(path, { ...query, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    refetchInterval,
  });
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const total = list.data?.pages[0]?.total;
  if (list.isError && !rows.length) return <ProblemNote error={list.error} onRetry={() => void list.refetch()} />;
  return (
    <div className="lt-table" role="region" aria-label={label}>
      <Table<T>
        size="middle"
        rowKey={rowKey}
        columns={columns}
        dataSource={rows}
        loading={list.isPending}
        pagination={false}
        onRow={onRow}
        scroll={{ x: "max-content" }}
        locale={{ emptyText: list.isPending ? <div className="lt-empty" /> : (empty ?? <EmptyState title={t("empty")} />) }}
      />
      <footer className="lt-table-foot">
        {total !== undefined && <span>{t("total", { count: total })}</span>}
        {list.hasNextPage && (
          <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {t("more")}
          </Button>
        )}
      </footer>
    </div>
  );
}
