/** The function menu (功能菜单栏): only what this person may open. */
import { Link, useRouterState } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { menuFor, pages as allPages } from "@/app/registry";

export function Menu({ permissions, menus }: { permissions: string[]; menus?: string[] }) {
  const { t } = useTranslation("shell");
  const shown = useRouterState({ select: (state) => state.location.pathname });
  return (
    <nav className="lt-menu" aria-label={t("menu")}>
      {menuFor(permissions, allPages, menus).map(({ group, pages }) => (
        <div key={group} className="lt-menu-group">
          <p className="lt-menu-heading">{t(`group.${group}`)}</p>
          <ul>
            {pages.map((page) => {
              const active = shown === page.path || shown.startsWith(`${page.path}/`);
              return (
                <li key={page.path}>
                  <Link to={page.path} className={active ? "lt-menu-item active" : "lt-menu-item"} title={t(page.title)}>
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
