/** The catalogue, the metrics and one report from the server. */
import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";
import { api, type Query } from "@/api/client";
import { currentLanguage } from "@/i18n";
import type { SavedReport } from "./saved";
import type { Entry, Metric, Report } from "./types";

/** What is under way grows while the page is open. */
const REFRESH_MS = 60_000;
const LASTING = { staleTime: Infinity };

export const catalogueQuery = queryOptions({
  queryKey: ["one", "reports"],
  queryFn: ({ signal }) => api.get<{ items: Entry[] }>("/reports", undefined, signal),
  ...LASTING,
});

export const metricsQuery = queryOptions({
  queryKey: ["one", "metrics"],
  queryFn: ({ signal }) => api.get<{ items: Metric[] }>("/metrics", undefined, signal),
  ...LASTING,
});

export function savedQuery(id: string) {
  return queryOptions({ queryKey: ["one", "saved-report", id], queryFn: ({ signal }) => api.get<SavedReport>(`/saved-reports/${id}`, undefined, signal), retry: false });
}

export function useMetrics(): Metric[] {
  return useQuery(metricsQuery).data?.items ?? [];
}

/** A further page of a list; its totals are those that the first page told. */
export function usePage(key: string, query: Query, cursor: string | undefined) {
  const first = useReport(key, query);
  const later = useQuery({
    queryKey: ["report", key, query, currentLanguage(), cursor],
    queryFn: ({ signal }) => api.get<Report>(`/reports/${key}`, { ...query, cursor }, signal),
    enabled: cursor !== undefined,
    placeholderData: keepPreviousData,
    retry: false,
  });
  if (cursor === undefined) return first;
  const totals = first.data?.totals ?? null;
  return { ...later, data: later.data && { ...later.data, totals } };
}

/** Names of rows come in the reader's language, so it is part of the question. */
export function useReport(key: string, query: Query) {
  return useQuery({
    queryKey: ["report", key, query, currentLanguage()],
    queryFn: ({ signal }) => api.get<Report>(`/reports/${key}`, query, signal),
    placeholderData: keepPreviousData,
    retry: false,
    refetchInterval: (state) => (state.state.data?.period.living ? REFRESH_MS : false),
  });
}
