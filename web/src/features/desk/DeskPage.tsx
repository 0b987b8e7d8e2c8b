/** The agent's desk: tasks and queues left, the contact in focus in the middle, the customer right. */
import { useDesk } from "@/rt/store";
import { ContactPane } from "./ContactPane";
import { CustomerPane } from "./CustomerPane";
import "./desk.css";
import { focusOf } from "./focus";
import { TaskPane } from "./TaskPane";

export default function DeskPage() {
  const call = useDesk((state) => state.call);
  const offer = useDesk((state) => state.offer);
  const wrapUp = useDesk((state) => state.wrap_up);
  const focus = focusOf({ call, offer, wrap_up: wrapUp });
  return (
    <div className="lt-desk">
      <TaskPane />
      <ContactPane focus={focus} />
      <CustomerPane key={focus?.callId ?? "none"} caller={focus?.caller} />
    </div>
  );
}
