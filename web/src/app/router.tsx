/** Addresses: the login page, and the shell around every page that a feature announces. */
import { createRootRoute, createRoute, createRouter, Outlet, redirect } from "@tanstack/react-router";
import { isUnauthorized } from "@/api/problem";
import { meQuery } from "@/api/session";
import { LoginPage } from "@/features/login/LoginPage";
import { NotFound, RouteCrash } from "./Crash";
import { queryClient } from "./queryClient";
import { refuse } from "./refusal";
import { firstPage, mayOpen, menuFor, pages } from "./registry";
import { Shell } from "./shell/Shell";

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound, errorComponent: RouteCrash });

const login = createRoute({
  getParentRoute: () => root,
  path: "/login",
  validateSearch: (search: Record<string, unknown>) => ({
    next: typeof search.next === "string" ? search.next : undefined,
    bye: typeof search.bye === "string" ? search.bye : undefined,
  }),
  component: LoginPage,
});

const shell = createRoute({
  getParentRoute: () => root,
  id: "shell",
  component: Shell,
  beforeLoad: async ({ location }) => {
    try {
      await queryClient.ensureQueryData(meQuery);
    } catch (error) {
      if (!isUnauthorized(error)) throw error;
      throw redirect({ to: "/login", search: { next: location.href === "/" ? undefined : location.href, bye: undefined } });
    }
  },
});

const home = createRoute({
  getParentRoute: () => shell,
  path: "/",
  beforeLoad: async () => {
    const me = await queryClient.ensureQueryData(meQuery);
    const first = firstPage(menuFor(me.permissions, pages, me.menus), me.seat !== null);
    if (first) throw redirect({ to: first.path });
  },
});

const ofFeatures = pages.map((page) =>
  createRoute({
    getParentRoute: () => shell,
    path: page.path,
    beforeLoad: async () => {
      const me = await queryClient.ensureQueryData(meQuery);
      if (mayOpen(page, me.permissions)) return;
      refuse(page.title);
      throw redirect({ to: "/" });
    },
  }),
);

export const router = createRouter({
  routeTree: root.addChildren([login, shell.addChildren([home, ...ofFeatures])]),
  defaultPreload: false,
  scrollRestoration: false,
});
