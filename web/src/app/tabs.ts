/** The tab pages of the work area (标签页): which are open, and what each shows. */
import { create } from "zustand";

export interface Tab {
  /** The page's address without its search part; one tab per address. */
  address: string;
  /** Path of the page definition. */
  page: string;
  params: Record<string, string>;
  search: Record<string, unknown>;
  /** Set by the page itself, for example a customer's name. */
  title?: string;
}

const MOST = 12;

/** Opens or refreshes a tab; the oldest other tab gives way when there are too many. */
export function withTab(tabs: Tab[], tab: Omit<Tab, "title">): Tab[] {
  const at = tabs.findIndex((open) => open.address === tab.address);
  if (at >= 0) return tabs.map((open, index) => (index === at ? { ...open, ...tab } : open));
  return [...tabs, tab].slice(-MOST);
}

/** Closes a tab and says which address to show then (undefined: the shown one stays). */
export function withoutTab(tabs: Tab[], address: string, shown: string): { tabs: Tab[]; next?: string } {
  const at = tabs.findIndex((open) => open.address === address);
  if (at < 0) return { tabs };
  const left = tabs.filter((open) => open.address !== address);
  if (address !== shown) return { tabs: left };
  return { tabs: left, next: (left[at] ?? left[at - 1])?.address ?? "/" };
}

interface TabStore {
  tabs: Tab[];
  shown: string;
}

export const useTabs = create<TabStore>(() => ({ tabs: [], shown: "" }));

export function showTab(tab: Omit<Tab, "title">): void {
  useTabs.setState((old) => ({ tabs: withTab(old.tabs, tab), shown: tab.address }));
}

export function closeTab(address: string): string | undefined {
  const { tabs, shown } = useTabs.getState();
  const result = withoutTab(tabs, address, shown);
  useTabs.setState({ tabs: result.tabs });
  return result.next;
}

export function titleTab(address: string, title: string): void {
  useTabs.setState((old) => ({
    tabs: old.tabs.map((tab) => (tab.address === address && tab.title !== title ? { ...tab, title } : tab)),
  }));
}

/** What the tab shows when it is chosen again. */
export function searchTab(address: string, search: Record<string, unknown>): void {
  useTabs.setState((old) => ({ tabs: old.tabs.map((tab) => (tab.address === address ? { ...tab, search } : tab)) }));
}

export function closeAllTabs(): void {
  useTabs.setState({ tabs: [], shown: "" });
}
