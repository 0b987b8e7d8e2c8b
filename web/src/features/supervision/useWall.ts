/** Whether the wallboard fills the screen; it stands in the address, so that a screen which restarts comes back to it. */
import { useCallback, useEffect } from "react";
import { usePage } from "@/app/page";

export function useWall(): { on: boolean; enter: () => void; leave: () => void } {
  const { search, setSearch } = usePage<object, { wall: number }>();
  const on = !!search.wall;
  const enter = useCallback(() => {
    setSearch({ wall: 1 });
    // Without the right to fill the screen the page still covers everything else.
    document.documentElement.requestFullscreen?.().catch(() => undefined);
  }, [setSearch]);
  const leave = useCallback(() => {
    setSearch({ wall: undefined });
    if (document.fullscreenElement) void document.exitFullscreen();
  }, [setSearch]);
  useEffect(() => {
    if (!on) return undefined;
    let filled = !!document.fullscreenElement;
    const follow = () => {
      if (filled && !document.fullscreenElement) setSearch({ wall: undefined });
      filled = !!document.fullscreenElement;
    };
    const escape = (event: KeyboardEvent) => {
      if (event.key === "Escape") leave();
    };
    document.addEventListener("fullscreenchange", follow);
    document.addEventListener("keydown", escape);
    return () => {
      document.removeEventListener("fullscreenchange", follow);
      document.removeEventListener("keydown", escape);
    };
  }, [on, leave, setSearch]);
  return { on, enter, leave };
}
