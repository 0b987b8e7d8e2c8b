/** Who is at the screen: log in, log out, language, password. */
import { queryOptions } from "@tanstack/react-query";
import { api } from "./client";
import type { Captcha, LoginForm, Me } from "./types";

export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: ({ signal }) => api.get<Me>("/me", undefined, signal),
  staleTime: 5 * 60_000,
  retry: false,
});

export const session = {
  options: () => api.get<{ captcha: boolean }>("/auth/options"),
  captcha: () => api.post<Captcha>("/auth/captcha"),
  login: (form: LoginForm) => api.post<Me>("/auth/login", form),
  logout: () => api.post("/auth/logout"),
  setLanguage: (language: string) => api.patch("/me", { language }),
  changePassword: (old: string, fresh: string) => api.post("/me/password", { old, new: fresh }),
};
