/** What a page knows about its own tab: parameters, filters in the address, title. */
import { useNavigate, useRouter } from "@tanstack/react-router";
import type { RouterHistory } from "@tanstack/react-router";
import { createContext, useCallback, useContext, useEffect } from "react";
import { changed, stepOf } from "./panelStep";
import { searchTab, titleTab, type Tab } from "./tabs";

export const TabContext = createContext<Tab | undefined>(undefined);

declare module "@tanstack/react-router" {
  interface HistoryState {
    /** The entry was made by opening a panel, so the entry before it is the page without one. */
    isPanel?: boolean;
  }
}

interface PageHandle<P, S> {
  params: P;
  search: Partial<S>;
  /** Changes what stands in the address; undefined removes it. `open` is the panel over the page: Back closes it. */
  setSearch(change: Partial<S>): void;
  /** Goes from a panel to another page: Back leads to the page without the panel. */
  leaveFor(address: string): void;
}

let isSteppingBack = false;

/** One step however often it is asked for: a second would leave the page. */
function stepBack(history: RouterHistory): void {
  if (isSteppingBack) return;
  isSteppingBack = true;
  const forget = history.subscribe(() => {
    isSteppingBack = false;
    forget();
  });
  history.back();
}

export function usePage<P = Record<string, string>, S = Record<string, string>>(): PageHandle<P, S> {
  const tab = useContext(TabContext);
  if (!tab) throw new Error("usePage is for components inside a tab page");
  const { address, search } = tab;
  const navigate = useNavigate();
  const { history } = useRouter();
  const setSearch = useCallback(
    (change: Partial<S>) => {
      const step = stepOf(search, change, !!history.location.state.isPanel);
      if (step === "back") return stepBack(history);
      const isOpening = step === "push";
      void navigate({ to: address, search: changed(search, change) as never, replace: !isOpening, state: isOpening ? { isPanel: true } : true });
    },
    [navigate, history, address, search],
  );
  const leaveFor = useCallback(
    (to: string) => {
      searchTab(address, changed(search, { open: undefined }));
      void navigate({ to: to as string, replace: !!history.location.state.isPanel });
    },
    [navigate, history, address, search],
  );
  return { params: tab.params as P, search: search as Partial<S>, setSearch, leaveFor };
}

/** Names this page's tab, once the name is known. */
export function useTabTitle(title: string | undefined): void {
  const address = useContext(TabContext)?.address;
  useEffect(() => {
    if (address && title) titleTab(address, title);
  }, [address, title]);
}
