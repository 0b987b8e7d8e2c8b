/** One button of the bar: icon over text; a place that is not legal now keeps its position and is disabled. */
import type { ComponentPropsWithRef, ReactNode } from "react";

interface Props extends ComponentPropsWithRef<"button"> {
  icon: ReactNode;
  label: string;
  tone?: "plain" | "answer" | "hang-up" | "active";
  shortcut?: string;
}

export function BarButton({ icon, label, tone = "plain", shortcut, className, ...rest }: Props) {
  return (
    <button type="button" title={shortcut ? `${label} (${shortcut})` : label} aria-keyshortcuts={shortcut} {...rest} className={`lt-bar-button lt-bar-${tone} ${className ?? ""}`}>
      <span className="lt-bar-icon" aria-hidden="true">{icon}</span>
      <span>{label}</span>
    </button>
  );
}
