/** The softphone of this browser: leads in one tab, mirrors in the others. */
import { PhoneController } from "./controller";
import { seekLeadership, type Leadership } from "./leader";
import { silentView, usePhone, type PhoneCommand, type PhoneView } from "./view";

type Message = { kind: "view"; view: PhoneView } | { kind: "command"; command: PhoneCommand } | { kind: "hello" };

let controller: PhoneController | undefined;
let leadership: Leadership | undefined;
let channel: BroadcastChannel | undefined;

function receive(message: Message): void {
  if (message.kind === "view" && !controller) usePhone.setState({ view: message.view });
  if (message.kind === "command") controller?.command(message.command);
  if (message.kind === "hello" && controller) say({ kind: "view", view: usePhone.getState().view });
}

function say(message: Message): void {
  channel?.postMessage(message);
}

function lead(): void {
  usePhone.setState({ role: "leader", view: silentView });
  controller = new PhoneController((view) => say({ kind: "view", view }));
}

function follow(): void {
  controller?.dispose();
  controller = undefined;
  usePhone.setState({ role: "follower", view: silentView });
  say({ kind: "hello" });
}

export function startPhone(): void {
  if (leadership) return;
  channel = new BroadcastChannel("lingting-phone");
  channel.onmessage = (event: MessageEvent<Message>) => receive(event.data);
  leadership = seekLeadership(lead, follow);
}

export function stopPhone(): void {
  leadership?.resign();
  leadership = undefined;
  controller?.dispose();
  controller = undefined;
  channel?.close();
  channel = undefined;
  usePhone.setState({ role: "follower", view: silentView });
}

/** Performs a command here, or sends it to the tab that has the phone. */
export function phoneCommand(command: PhoneCommand): void {
  if (controller) controller.command(command);
  else say({ kind: "command", command });
}

export function takePhoneOver(): void {
  leadership?.takeOver();
}

/** Asks for the microphone while a click is fresh, so that the browser shows its question at the right moment. */
export async function openMicrophone(): Promise<void> {
  await controller?.microphone.open();
}

export async function unblockAudio(): Promise<void> {
  await controller?.unblockAudio();
}

export async function devicesChanged(): Promise<void> {
  await controller?.chooseSinks();
}
