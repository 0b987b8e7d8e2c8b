/** Which microphone, headset and ringer this PC uses, and how they are found again. */

export type DeviceRole = "microphone" | "speaker" | "ringer";

export interface DeviceChoice {
  id: string;
  label: string;
}

export type Choices = Partial<Record<DeviceRole, DeviceChoice>>;

const storageKey = "lingting.devices";

export function storedChoices(): Choices {
  try {
    return JSON.parse(localStorage.getItem(storageKey) ?? "{}") as Choices;
  } catch {
    return {};
  }
}

export function storeChoices(choices: Choices): void {
  localStorage.setItem(storageKey, JSON.stringify(choices));
}

export type DeviceFacts = Pick<MediaDeviceInfo, "deviceId" | "label" | "kind">;

/** By id, then by label (ids change when site data are cleared), then the system's default (undefined). */
export function findDevice(choice: DeviceChoice | undefined, role: DeviceRole, devices: DeviceFacts[]): string | undefined {
  if (!choice) return undefined;
  const kind = role === "microphone" ? "audioinput" : "audiooutput";
  const fitting = devices.filter((device) => device.kind === kind);
  const found = fitting.find((device) => device.deviceId === choice.id) ?? fitting.find((device) => device.label !== "" && device.label === choice.label);
  return found?.deviceId;
}

export async function listDevices(): Promise<DeviceFacts[]> {
  if (!navigator.mediaDevices?.enumerateDevices) return [];
  return navigator.mediaDevices.enumerateDevices();
}

/** Sends an element's sound to a device; the default one when it is gone or the browser cannot choose. */
export async function sendTo(element: HTMLMediaElement, id: string | undefined): Promise<void> {
  if (!("setSinkId" in element)) return;
  try {
    await element.setSinkId(id ?? "");
  } catch {
    await element.setSinkId("").catch(() => undefined);
  }
}
