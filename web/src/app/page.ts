/** What a page knows about its own tab: parameters, filters in the address, title. */
import { useNavigate } from "@tanstack/react-router";
import { createContext, useCallback, useContext, useEffect } from "react";
import { titleTab, type Tab } from "./tabs";

export const TabContext = createContext<Tab | undefined>(undefined);

interface PageHandle<P, S> {
  params: P;
  search: Partial<S>;
  /** Changes filters in the address; undefined removes one. */
  setSearch(change: Partial<S>): void;
}

export function usePage<P = Record<string, string>, S = Record<string, string>>(): PageHandle<P, S> {
  const tab = useContext(TabContext);
  if (!tab) throw new Error("usePage is for components inside a tab page");
  const navigate = useNavigate();
  const setSearch = useCallback(
    (change: Partial<S>) => {
      void navigate({ to: tab.address, search: { ...tab.search, ...change } as never, replace: true });
    },
    [navigate, tab.address, tab.search],
  );
  return { params: tab.params as P, search: tab.search as Partial<S>, setSearch };
}

/** Names this page's tab, once the name is known. */
export function useTabTitle(title: string | undefined): void {
  const address = useContext(TabContext)?.address;
  useEffect(() => {
    if (address && title) titleTab(address, title);
  }, [address, title]);
}
