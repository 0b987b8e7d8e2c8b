/** The list of shortcuts, with the switch that turns them off. */
import { Modal, Switch } from "antd";
import { useTranslation } from "react-i18next";
import { usePanel } from "./panels";
import { enableShortcuts, shortcutKeys, useShortcutSetting, type Shortcut } from "./shortcuts";

export function ShortcutDialog() {
  const { t } = useTranslation("bar");
  const [open, setOpen] = usePanel("shortcuts");
  const { enabled } = useShortcutSetting();
  const names = Object.keys(shortcutKeys) as Shortcut[];
  return (
    <Modal open={open} onCancel={() => setOpen(false)} footer={null} title={t("shortcut.title")} width={440} destroyOnHidden>
      <div className="lt-shortcut-switch">
        <label htmlFor="shortcuts-enabled">{t("shortcut.enable")}</label>
        <Switch id="shortcuts-enabled" checked={enabled} onChange={enableShortcuts} />
      </div>
      <dl className="lt-shortcuts">
        {names.map((name) => (
          <div key={name}>
            <dt>{t(`shortcut.${name}`)}</dt>
            <dd>
              <kbd>{shortcutKeys[name].shown}</kbd>
            </dd>
          </div>
        ))}
      </dl>
      <p className="lt-hint">{t("shortcut.hint")}</p>
    </Modal>
  );
}
