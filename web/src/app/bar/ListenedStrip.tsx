/** Tells an agent who attends his talk, and who speaks in it. */
import { CustomerServiceOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import { useDesk } from "@/rt/store";

export function ListenedStrip() {
  const { t } = useTranslation("leading");
  const listened = useDesk((state) => state.listened) ?? [];
  return (
    <div role="status">
      {listened.map(({ name, mode }) => (
        <p key={`${name} ${mode}`} className={`lt-banner ${mode === "silent" ? "lt-tone-quiet" : "lt-tone-accent"}`}>
          <CustomerServiceOutlined aria-hidden="true" /> {t(`listened.${mode}`, { name: name ?? "" })}
        </p>
      ))}
    </div>
  );
}
