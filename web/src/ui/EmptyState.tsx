/** What an empty place says: what will be here and what to do next. */
import type { ReactNode } from "react";

interface Props {
  icon?: ReactNode;
  title: ReactNode;
  hint?: ReactNode;
  action?: ReactNode;
}

export function EmptyState({ icon, title, hint, action }: Props) {
  return (
    <div className="lt-empty">
      {icon && <div className="lt-empty-icon" aria-hidden="true">{icon}</div>}
      <p className="lt-empty-title">{title}</p>
      {hint && <p className="lt-empty-hint">{hint}</p>}
      {action}
    </div>
  );
}
