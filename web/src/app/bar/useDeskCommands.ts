/** The commands of bar, shortcuts and desk, each with its failure told to the agent. */
import { useMemo } from "react";
import { desk, type Whom } from "@/api/desk";
import { isOffline } from "@/api/problem";
import type { TransferKind } from "@/api/types";
import { openMicrophone, phoneCommand } from "@/phone";
import { useRealtime } from "@/rt/store";
import { useCommand } from "@/ui/problemText";
import { askForNotifications } from "./useRingingAlert";

function state() {
  return useRealtime.getState().state;
}

async function onCall(work: (call: string) => Promise<unknown>): Promise<void> {
  const call = state()?.call;
  if (call) await work(call.call_id);
}

/** Without the server the voice can still be cut here. */
async function hangUp(): Promise<void> {
  try {
    await onCall(desk.hangUp);
  } catch (error) {
    if (isOffline(error)) phoneCommand({ type: "hang-up" });
    else throw error;
  }
}

async function mute(on: boolean): Promise<void> {
  phoneCommand({ type: "mute", on });
  await onCall((call) => desk.mute(call, on));
}

async function signIn(): Promise<void> {
  askForNotifications();
  await openMicrophone();
  await desk.signIn();
}

const underWay = new Map<string, Promise<boolean>>();

/** Pressed again before it was answered, by whatever key or button, a command is the same command. */
function once(name: string, start: () => Promise<boolean>): Promise<boolean> {
  const running = underWay.get(name) ?? start().finally(() => underWay.delete(name));
  underWay.set(name, running);
  return running;
}

export function useDeskCommands() {
  const run = useCommand();
  return useMemo(
    () => ({
      signIn: () => once("sign in", () => run(signIn)),
      signOut: () => once("sign out", () => run(desk.signOut)),
      busy: (reason: string) => run(() => desk.busy(reason)),
      idle: () => run(desk.idle),
      autoIdle: (on: boolean) => run(() => desk.autoIdle(on)),
      doNotDisturb: (on: boolean) => run(() => desk.doNotDisturb(on)),
      dial: (number: string) => once("dial", () => run(() => desk.dial(number))),
      callBack: (whom: Whom) => once("dial", () => run(() => desk.callBack(whom))),
      answer: () => phoneCommand({ type: "answer" }),
      reject: () =>
        once("reject", () =>
          run(async () => {
            const offer = state()?.offer;
            if (offer) await desk.reject(offer.offer_id);
          }),
        ),
      hangUp: () => once("hang up", () => run(hangUp)),
      hold: () => once("hold", () => run(() => onCall(desk.hold))),
      retrieve: () => once("retrieve", () => run(() => onCall(desk.retrieve))),
      mute: (on: boolean) => run(() => mute(on)),
      digits: (digits: string) => run(() => onCall((call) => desk.digits(call, digits))),
      transfer: (kind: TransferKind, target: string) => run(() => onCall((call) => desk.transfer(call, kind, target))),
      finishWrapUp: () => once("finish", () => run(desk.finishWrapUp)),
      extendWrapUp: (seconds: number) => run(() => desk.extendWrapUp(seconds)),
    }),
    [run],
  );
}

export type DeskCommands = ReturnType<typeof useDeskCommands>;
