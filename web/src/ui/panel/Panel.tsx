/** A panel over a page: it covers the page, never the telephone bar. */
import { Drawer } from "antd";
import { useRef, type ReactNode } from "react";
import "./panel.css";

interface Props {
  title: ReactNode;
  size?: number;
  onClose: () => void;
  /** The commands at the right of the foot, and what stands at its left. */
  commands?: ReactNode;
  footer?: ReactNode;
  children: ReactNode;
}

/** The panel takes the focus unless a field of it has it: where nothing moves the library would take it from the field. */
function useFocus() {
  const panel = useRef<HTMLDivElement>(null);
  const take = () => {
    if (!panel.current?.contains(document.activeElement)) panel.current?.closest<HTMLElement>(".lt-drawer")?.focus({ preventScroll: true });
  };
  return { panel, take };
}

export function Panel({ title, size = 520, onClose, commands, footer, children }: Props) {
  const { panel, take } = useFocus();
  return (
    <Drawer
      open
      panelRef={panel}
      autoFocus={false}
      afterOpenChange={take}
      title={title}
      size={size}
      onClose={onClose}
      getContainer={false}
      rootClassName="lt-drawer"
      mask={{ closable: true, blur: false }}
      focusable={{ trap: false }}
      footer={
        commands && (
          <div className="lt-drawer-foot">
            <div className="lt-drawer-extra">{footer}</div>
            {commands}
          </div>
        )
      }
    >
      {children}
    </Drawer>
  );
}
