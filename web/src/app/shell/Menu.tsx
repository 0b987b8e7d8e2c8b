/** The function menu (功能菜单栏): only what this person may open. */
import { Link, useRouterState } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { menuFor, pages as allPages } from "@/app/registry";

/** The entry that the address belongs to: the longest that it begins with. */
export function placeOf(address: string, paths: readonly string[]): string | undefined {
  const fitting = paths.filter((path) => address === path || address.startsWith(`${path}/`));
  return fitting.sort((a, b) => b.length - a.length)[0];
}

export function Menu({ permissions, menus }: { permissions: string[]; menus?: string[] }) {
  const { t } = useTranslation("shell");
  const shown = useRouterState({ select: (state) => state.location.pathname });
  const sections = menuFor(permissions, allPages, menus);
  const here = placeOf(shown, sections.flatMap(({ pages }) => pages.map(({ path }) => path)));
  const current = useRef<HTMLAnchorElement>(null);
  // Where the menu is longer than the window, its end is out of sight.
  useEffect(() => {
    // Newer browsers answer with a promise, which is no way to clean up.
    void current.current?.scrollIntoView({ block: "nearest" });
  }, [here]);
  return (
    <nav className="lt-menu" aria-label={t("menu")}>
      {sections.map(({ group, pages }) => (
        <div key={group} className="lt-menu-group">
          <p className="lt-menu-heading">{t(`group.${group}`)}</p>
          <ul>
            {pages.map((page) => {
              const active = page.path === here;
              return (
                <li key={page.path}>
                  <Link ref={active ? current : undefined} to={page.path} activeOptions={{ exact: true }} aria-current={active ? "page" : undefined} className={active ? "lt-menu-item active" : "lt-menu-item"} title={t(page.title)}>
                    <span aria-hidden="true">{page.menu?.icon}</span>
                    <span className="lt-menu-text">{t(page.title)}</span>
                  </Link>
                </li>
              );
            })}
          </ul>
        </div>
      ))}
    </nav>
  );
}
