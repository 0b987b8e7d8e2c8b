/** What the person at the screen may do. */
import { useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import { meQuery } from "@/api/session";

export function usePermission(): (permission: string) => boolean {
  const permissions = useQuery(meQuery).data?.permissions;
  return useCallback(
    (permission: string) => !!permissions && (permissions.includes(permission) || permissions.includes("*")),
    [permissions],
  );
}
