/** While a panel covers a list the list is out of reach; afterwards the focus is where it was. */
import { useEffect, useRef, type FocusEvent } from "react";

/** Goes onto the covered part as its `onFocus`. */
export function useFocusReturn(isCovered: boolean): (event: FocusEvent) => void {
  const last = useRef<HTMLElement>(undefined);
  const wasCovered = useRef(false);
  useEffect(() => {
    if (wasCovered.current && !isCovered && last.current?.isConnected) last.current.focus({ preventScroll: true });
    wasCovered.current = isCovered;
  }, [isCovered]);
  return (event) => {
    if (event.target instanceof HTMLElement) last.current = event.target;
  };
}
