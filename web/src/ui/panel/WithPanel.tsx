/** A page with the panel that is open over it: what is covered is out of reach, and has the focus again afterwards. */
import type { ReactNode } from "react";
import "./panel.css";
import { useFocusReturn } from "./useFocusReturn";

interface Props {
  /** Nothing while none is open. */
  panel: ReactNode;
  children: ReactNode;
}

export function WithPanel({ panel, children }: Props) {
  const isCovered = !!panel;
  const noteFocus = useFocusReturn(isCovered);
  return (
    <div className="lt-paneled">
      <div className="lt-paneled-page" inert={isCovered} onFocus={noteFocus}>
        {children}
      </div>
      {panel}
    </div>
  );
}
