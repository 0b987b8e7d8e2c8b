/** A panel over the work area: it covers the cards, never the telephone bar. */
import { Drawer } from "antd";
import type { ReactNode } from "react";

interface Props {
  title: string;
  size: number;
  onClose: () => void;
  footer?: ReactNode;
  children: ReactNode;
}

const workArea = () => document.getElementById("work-area") ?? document.body;

export function SidePanel({ title, size, onClose, footer, children }: Props) {
  return (
    <Drawer
      open
      title={title}
      size={size}
      onClose={onClose}
      footer={footer}
      getContainer={workArea}
      rootClassName="lt-sv-panel"
      mask={{ closable: true, blur: false }}
      focusable={{ trap: false }}
    >
      {children}
    </Drawer>
  );
}
