/** A state as icon, text and colour together, so that it never depends on colour alone. */
import type { ReactNode } from "react";

export type Tone = "good" | "warn" | "info" | "accent" | "violet" | "bad" | "quiet";

interface Props {
  tone: Tone;
  icon?: ReactNode;
  children: ReactNode;
}

export function StatusTag({ tone, icon, children }: Props) {
  return (
    <span className={`lt-tag lt-tone-${tone}`}>
      {icon && <span className="lt-tag-icon" aria-hidden="true">{icon}</span>}
      {children}
    </span>
  );
}
