/** Leaves the system: only from the busy state, as the server says, and back to the login page. */
import { useNavigate } from "@tanstack/react-router";
import { useCallback } from "react";
import { session } from "@/api/session";
import { queryClient } from "@/app/queryClient";
import { closeAllTabs } from "@/app/tabs";
import { stopRealtime } from "@/rt/store";
import { forgetDrafts } from "@/ui/drafts";
import { useCommand } from "@/ui/problemText";

export function useLogOut(): () => Promise<void> {
  const command = useCommand();
  const navigate = useNavigate();
  return useCallback(async () => {
    if (!(await command(session.logout))) return;
    stopRealtime();
    forgetDrafts();
    await navigate({ to: "/login", search: { bye: "logged-out", next: undefined } });
    closeAllTabs();
    queryClient.clear();
  }, [command, navigate]);
}
