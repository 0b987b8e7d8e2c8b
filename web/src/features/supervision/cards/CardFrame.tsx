/** The frame of every card but figures: a heading, what belongs beside it, and content that scrolls by itself. */
import type { ReactNode } from "react";

interface Props {
  title: ReactNode;
  /** How many there are. */
  count?: number;
  extra?: ReactNode;
  children: ReactNode;
}

export function CardFrame({ title, count, extra, children }: Props) {
  return (
    <>
      <header className="lt-sv-head">
        <h2>{title}</h2>
        {count !== undefined && <span className="lt-sv-count lt-num">{count}</span>}
        {extra && <div className="lt-sv-extra">{extra}</div>}
      </header>
      {children}
    </>
  );
}

export function NothingHere({ children }: { children: ReactNode }) {
  return <p className="lt-sv-none">{children}</p>;
}
