/** The pages themselves: the shown tab is visible, the others keep their state and rest. */
import { Spin } from "antd";
import { useMatches } from "@tanstack/react-router";
import { Activity, Suspense, useEffect } from "react";
import { PageBoundary } from "@/app/Crash";
import { TabContext } from "@/app/page";
import { pages } from "@/app/registry";
import { showTab, useTabs, type Tab } from "@/app/tabs";

/** Follows the address: each page that is visited gets a tab. */
function useTabOfAddress(): void {
  const match = useMatches({ select: (matches) => matches[matches.length - 1] });
  const page = pages.find((candidate) => candidate.path === match?.fullPath);
  const address = match?.pathname.replace(/(.)\/$/, "$1");
  useEffect(() => {
    if (!page || !match || !address) return;
    showTab({ address, page: page.path, params: match.params as Record<string, string>, search: match.search as Record<string, unknown> });
  }, [page, address, match]);
}

function TabPage({ tab }: { tab: Tab }) {
  const Page = pages.find((page) => page.path === tab.page)?.component;
  if (!Page) return null;
  return (
    <TabContext value={tab}>
      <PageBoundary>
        <Suspense fallback={<Spin className="lt-page-spin" size="large" />}>
          <Page />
        </Suspense>
      </PageBoundary>
    </TabContext>
  );
}

export function WorkArea() {
  useTabOfAddress();
  const { tabs, shown } = useTabs();
  return (
    <main id="work-area" className="lt-work" tabIndex={-1}>
      {tabs.map((tab) => (
        <div
          key={tab.address}
          role="tabpanel"
          id={`panel-${tab.address}`}
          aria-labelledby={`tab-${tab.address}`}
          hidden={tab.address !== shown}
          className="lt-panel"
        >
          <Activity mode={tab.address === shown ? "visible" : "hidden"}>
            <TabPage tab={tab} />
          </Activity>
        </div>
      ))}
    </main>
  );
}
