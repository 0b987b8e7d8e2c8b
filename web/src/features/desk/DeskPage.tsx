/** The agent's desk: tasks and queues left, the contact in focus in the middle, the customer right. */
import type { KeyboardEvent } from "react";
import { isTyping } from "@/app/bar/shortcuts";
import { useDesk } from "@/rt/store";
import { ContactPane } from "./ContactPane";
import { useLeftCustomer } from "./customerDrafts";
import { CustomerPane } from "./CustomerPane";
import "./desk.css";
import { focusOf } from "./focus";
import { TaskPane } from "./TaskPane";

/** From a field back to the shortcuts, without the mouse. */
function leaveField({ key, target, nativeEvent }: KeyboardEvent): void {
  if (key === "Escape" && !nativeEvent.isComposing && target instanceof HTMLElement && isTyping(target)) target.blur();
}

export default function DeskPage() {
  const call = useDesk((state) => state.call);
  const offer = useDesk((state) => state.offer);
  const wrapUp = useDesk((state) => state.wrap_up);
  const focus = focusOf({ call, offer, wrap_up: wrapUp });
  const left = useLeftCustomer();
  const contact = focus?.caller ? { callId: focus.callId, caller: focus.caller } : focus ? undefined : left;
  return (
    <div className="lt-desk" onKeyDown={leaveField}>
      <TaskPane />
      <ContactPane focus={focus} />
      <CustomerPane key={contact?.callId ?? "none"} contact={contact} />
    </div>
  );
}
