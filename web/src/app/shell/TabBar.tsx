/** The row of open tab pages. */
import { CloseOutlined } from "@ant-design/icons";
import { useNavigate } from "@tanstack/react-router";
import type { KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { pages } from "@/app/registry";
import { closeTab, useTabs, type Tab } from "@/app/tabs";

export function useTabName(): (tab: Tab) => string {
  const { t } = useTranslation("shell");
  return (tab) => tab.title ?? t(pages.find((page) => page.path === tab.page)?.title ?? "shell:page");
}

export function TabBar() {
  const { t } = useTranslation("shell");
  const name = useTabName();
  const navigate = useNavigate();
  const { tabs, shown } = useTabs();
  const open = (tab: Tab) => void navigate({ to: tab.address, search: tab.search as never });
  const close = (address: string) => {
    const next = closeTab(address);
    if (next) void navigate({ to: next });
  };
  const onKeyDown = (event: KeyboardEvent, at: number) => {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    const tab = tabs[at];
    if (step) {
      const next = tabs[(at + step + tabs.length) % tabs.length];
      if (next) open(next);
      event.preventDefault();
    } else if (event.key === "Delete" && tab && tabs.length > 1) close(tab.address);
  };
  return (
    <div className="lt-tabs">
      <div role="tablist" aria-label={t("tabs")} className="lt-tablist">
        {tabs.map((tab, at) => (
          <button
            key={tab.address}
            type="button"
            role="tab"
            id={`tab-${tab.address}`}
            aria-selected={tab.address === shown}
            aria-controls={`panel-${tab.address}`}
            tabIndex={tab.address === shown ? 0 : -1}
            ref={(node) => {
              if (node && tab.address === shown && node.parentElement?.contains(document.activeElement)) node.focus();
            }}
            className="lt-tab"
            onClick={() => open(tab)}
            onAuxClick={(event) => event.button === 1 && tabs.length > 1 && close(tab.address)}
            onKeyDown={(event) => onKeyDown(event, at)}
          >
            {name(tab)}
          </button>
        ))}
      </div>
      {tabs.length > 1 && (
        <button type="button" className="lt-tab-close" onClick={() => close(shown)} aria-label={t("closeTab")} title={t("closeTab")}>
          <CloseOutlined aria-hidden="true" />
        </button>
      )}
    </div>
  );
}
