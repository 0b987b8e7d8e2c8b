/** A whole list of the server, for pages whose lists are short and for choosing one from another. */
import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { api, type Page, type Query } from "@/api/client";

/** A list longer than this is shown page by page instead. */
const MOST_PAGES = 40;

async function everyPage<T>(path: string, query: Query | undefined, signal: AbortSignal): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer: Page<T> | T[] = await api.get<Page<T> | T[]>(path, { ...query, cursor }, signal);
    if (Array.isArray(answer)) return answer;
    items.push(...answer.items);
    cursor = answer.next ?? null;
    if (!cursor) break;
  }
  return items;
}

export function allQuery<T>(path: string, query?: Query) {
  return queryOptions({
    queryKey: ["all", path, query ?? {}],
    queryFn: ({ signal }) => everyPage<T>(path, query, signal),
  });
}

export function useAll<T>(path: string, query?: Query, enabled = true) {
  return useQuery({ ...allQuery<T>(path, query), enabled });
}

/** After a change: lists name each other's rows, so all that is shown is read again. */
export function useRefreshLists(): () => Promise<void> {
  const cache = useQueryClient();
  return useCallback(async () => {
    await Promise.all(
      ["all", "list", "one"].map((kind) => cache.invalidateQueries({ queryKey: [kind] })),
    );
  }, [cache]);
}
