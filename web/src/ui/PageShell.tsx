/** The frame of an ordinary page: heading, actions at its right, content below. */
import type { ReactNode } from "react";

interface Props {
  title: ReactNode;
  hint?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

export function PageShell({ title, hint, actions, children }: Props) {
  return (
    <section className="lt-page">
      <header className="lt-page-head">
        <div>
          <h1 className="lt-page-title">{title}</h1>
          {hint && <p className="lt-page-hint">{hint}</p>}
        </div>
        {actions && <div className="lt-page-actions">{actions}</div>}
      </header>
      {children}
    </section>
  );
}
