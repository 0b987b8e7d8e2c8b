/** Choice of microphone, headset and ringer on this PC, with a level meter and a trial ring. */
import { SoundOutlined } from "@ant-design/icons";
import { Alert, Button, Modal, Select } from "antd";
import { useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { devicesChanged } from "@/phone";
import { findDevice, listDevices, sendTo, storeChoices, storedChoices, type Choices, type DeviceFacts, type DeviceRole } from "@/phone/devices";
import { canUsePhone } from "@/phone/microphone";
import { LevelMeter } from "@/phone/speech";
import { ringtone, wav } from "@/phone/tones";
import { usePanel } from "./panels";

const roles: DeviceRole[] = ["microphone", "speaker", "ringer"];

function useLevel(deviceId: string | undefined, onOpen: () => void): { level: number; failed: boolean } {
  const [level, setLevel] = useState(0);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let meter: LevelMeter | undefined;
    let gone = false;
    setFailed(false);
    const timer = setInterval(() => setLevel(meter?.level() ?? 0), 80);
    navigator.mediaDevices
      .getUserMedia({ audio: deviceId ? { deviceId: { exact: deviceId } } : true })
      .then((stream) => {
        const track = stream.getAudioTracks()[0]!;
        if (gone) track.stop();
        else {
          meter = new LevelMeter(track);
          onOpen();
        }
      })
      .catch(() => setFailed(true));
    return () => {
      gone = true;
      clearInterval(timer);
      meter?.close();
    };
  }, [deviceId, onOpen]);
  return { level, failed };
}

function Level({ deviceId, onOpen }: { deviceId: string | undefined; onOpen: () => void }) {
  const { t } = useTranslation("phone");
  const { level, failed } = useLevel(deviceId, onOpen);
  if (failed) return <Alert type="error" showIcon title={t("denied")} />;
  return (
    <div className="lt-level" role="meter" aria-label={t("level")} aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(level * 100)}>
      <i style={{ width: `${level * 100}%` }} />
    </div>
  );
}

async function playOn(sink: string | undefined): Promise<void> {
  const element = new Audio(URL.createObjectURL(wav(ringtone())));
  await sendTo(element, sink);
  await element.play();
}

function Devices() {
  const { t } = useTranslation("phone");
  const [devices, setDevices] = useState<DeviceFacts[]>([]);
  const [choices, setChoices] = useState<Choices>(storedChoices);
  const load = useCallback(() => void listDevices().then(setDevices), []);
  useEffect(() => {
    load();
    navigator.mediaDevices.addEventListener("devicechange", load);
    return () => navigator.mediaDevices.removeEventListener("devicechange", load);
  }, [load]);
  const choose = (role: DeviceRole, id: string) => {
    const device = devices.find((candidate) => candidate.deviceId === id && (candidate.kind === "audioinput") === (role === "microphone"));
    const next = { ...choices, [role]: device && id !== "default" ? { id, label: device.label } : undefined };
    setChoices(next);
    storeChoices(next);
    void devicesChanged();
  };
  const optionsFor = (role: DeviceRole) =>
    devices
      .filter((device) => device.kind === (role === "microphone" ? "audioinput" : "audiooutput") && !["", "default", "communications"].includes(device.deviceId))
      .map((device) => ({ value: device.deviceId, label: device.label }));
  const current = (role: DeviceRole) => findDevice(choices[role], role, devices);
  return (
    <div className="lt-devices">
      {roles.map((role) => (
        <div key={role}>
          <label htmlFor={`device-${role}`}>{t(`device.${role}`)}</label>
          <div className="lt-device-row">
            <Select
              id={`device-${role}`}
              value={current(role) ?? "default"}
              options={[{ value: "default", label: t("device.default") }, ...optionsFor(role)]}
              onChange={(id) => choose(role, id)}
            />
            {role !== "microphone" && (
              <Button icon={<SoundOutlined />} onClick={() => void playOn(current(role))}>
                {t("device.try")}
              </Button>
            )}
          </div>
          {role === "microphone" && <Level deviceId={current(role)} onOpen={load} />}
        </div>
      ))}
      <p className="lt-hint">{t("device.hint")}</p>
    </div>
  );
}

export function DeviceDialog() {
  const { t } = useTranslation("phone");
  const [open, setOpen] = usePanel("devices");
  return (
    <Modal open={open} onCancel={() => setOpen(false)} footer={null} title={t("device.title")} destroyOnHidden>
      {canUsePhone() ? <Devices /> : <Alert type="warning" showIcon title={t("insecure", { host: location.host })} />}
    </Modal>
  );
}
