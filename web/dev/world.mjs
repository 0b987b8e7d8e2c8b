/** The canned desk: one agent whose state moves when commands arrive; and a floor that moves by itself. */
import { makeFloor, nextSecond, numbers } from "./floor.mjs";

const AGENTS = Number(process.env.AGENTS ?? 40);
const STILL = process.env.STILL === "1";

const now = (shift = 0) => new Date(Date.now() + shift * 1000).toISOString();

const caller = { number: "13800138000", shown: "138 0013 8000", region: "广东深圳", name: "张晓梅", customer_id: "cu1", anonymous: false };
const stranger = { number: "02066668888", shown: "020 6666 8888", region: "广东广州", anonymous: false };

const actionsOf = {
  logged_in: ["sign_in", "log_out"],
  busy: ["busy", "idle", "auto_idle", "sign_out", "log_out", "dial", "do_not_disturb"],
  idle: ["busy", "auto_idle", "dial", "do_not_disturb"],
  ringing: ["auto_idle"],
  talking: ["auto_idle"],
  wrapping: ["busy", "idle", "auto_idle"],
  do_not_disturb: ["busy", "idle", "do_not_disturb"],
};

export class World {
  sockets = new Set();
  seq = 0;
  loggedIn = true;
  captcha = true;
  notes = {};
  state = {
    me: { user_id: "u1", name: "李敏", seat: "A001", extension: "1001" },
    agent: { sign_in: "logged_in", presence: "busy", reason: "login", work: "free", auto_idle: false, state: "logged_in", since: now(-65), phone: "unregistered", actions: actionsOf.logged_in },
    reasons: [
      ["meal", "就餐", "Meal"], ["leader", "领导谈话", "Talk with a leader"], ["toilet", "上洗手间", "Restroom"], ["support", "支援他席", "Supporting a colleague"],
      ["ticket", "交单", "Handing in tickets"], ["meeting", "开会", "Meeting"], ["training", "小组培训", "Group training"],
    ].map(([code, zh, en]) => ({ code, zh, en })),
    queues: [
      { id: "q1", name: "售后服务", waiting: 2, longest_since: now(-48), signed_in: 6, idle: 1 },
      { id: "q2", name: "售前咨询", waiting: 0, signed_in: 4, idle: 2 },
      { id: "q3", name: "VIP 专线", waiting: 0, signed_in: 2, idle: 1 },
    ],
  };

  join(ws) {
    this.sockets.add(ws);
    ws.on("close", () => this.sockets.delete(ws));
    ws.send(JSON.stringify({ type: "snapshot", seq: this.seq, state: this.state }));
    ws.on("message", (text) => this.hear(ws, JSON.parse(String(text))));
    const ping = setInterval(() => ws.send(JSON.stringify({ type: "ping" })), 10_000);
    ws.on("close", () => clearInterval(ping));
  }

  /** A page that watches the floor gets it with a frame each second. */
  hear(ws, { type, board }) {
    if (type !== "watch" || board !== "floor") return;
    const floor = makeFloor(AGENTS);
    let seq = 0;
    ws.send(JSON.stringify({ type: "snapshot", board, seq, state: floor }));
    if (STILL) return;
    const draw = numbers(11);
    const frames = setInterval(() => ws.send(JSON.stringify({ type: "frame", board, seq: (seq += 1), patch: nextSecond(floor, draw) })), 1000);
    const stop = ({ type: said }) => said === "leave" && clearInterval(frames);
    ws.on("message", (text) => stop(JSON.parse(String(text))));
    ws.on("close", () => clearInterval(frames));
  }

  patch(patch) {
    const merge = (target, change) => {
      const next = { ...target };
      for (const [key, value] of Object.entries(change)) {
        if (value === null) delete next[key];
        else next[key] = typeof value === "object" && !Array.isArray(value) ? merge(next[key] ?? {}, value) : value;
      }
      return next;
    };
    this.state = merge(this.state, patch);
    this.seq += 1;
    for (const ws of this.sockets) ws.send(JSON.stringify({ type: "frame", seq: this.seq, patch }));
  }

  agent(state, more = {}) {
    return { state, since: now(), actions: actionsOf[state] ?? [], ...more };
  }

  signIn() {
    this.patch({ agent: this.agent("busy", { sign_in: "signed_in", method: "web", reason: "meal" }) });
  }

  signOut() {
    this.patch({ agent: this.agent("logged_in", { sign_in: "logged_in", method: null, phone: "unregistered" }) });
  }

  offer(known = true) {
    const who = known ? caller : stranger;
    this.patch({
      agent: this.agent("ringing", { work: "offered" }),
      offer: { offer_id: "o1", call_id: "c1", at: now(), expires_at: now(20), caller: who, called: "400 800 1234", queue: { id: "q1", name: "售后服务" }, waited_since: now(-36), transfers: 0 },
    });
  }

  talk() {
    const who = this.state.offer?.caller ?? caller;
    const path = [
      ["number", "呼入 400 800 1234", "Called 400 800 1234", -52], ["flow", "进入流程“默认导航”", "Entered flow “Main menu”", -51],
      ["key", "按键 2:售后服务", "Pressed 2: after-sales", -40], ["queue", "进入队列“售后服务”", "Joined queue “After-sales”", -38], ["agent", "分配给 李敏(A001)", "Given to Li Min (A001)", -3],
    ].map(([kind, zh, en, shift]) => ({ at: now(shift), kind, zh, en }));
    this.patch({
      offer: null,
      agent: this.agent("talking", { work: "engaged" }),
      call: {
        call_id: "c1", direction: "in", state: "talking", since: now(), muted: false, recording: true, caller: who, called: "400 800 1234", queue: { id: "q1", name: "售后服务" }, path,
        data: { 订单号: "2026112200318", 会员卡号: "88012345", 语言: "普通话" }, controls: ["hang_up", "hold", "mute", "transfer", "to_ivr", "digits"], transfers: 0,
      },
    });
  }

  control(kind) {
    const controls = (swap) => this.state.call.controls.map((control) => swap[control] ?? control);
    if (kind === "hold") this.patch({ agent: this.agent("holding"), call: { state: "held", held_since: now(), controls: controls({ hold: "retrieve" }) } });
    if (kind === "retrieve") this.patch({ agent: this.agent("talking"), call: { state: "talking", held_since: null, controls: controls({ retrieve: "hold" }) } });
  }

  mute(on) {
    this.patch({ call: { muted: on, controls: this.state.call.controls.map((c) => (c === (on ? "mute" : "unmute") ? (on ? "unmute" : "mute") : c)) } });
  }

  wrapUp() {
    this.patch({ agent: this.agent("wrapping", { work: "wrapping" }), wrap_up: { call_id: "c1", since: now(), ends_at: now(30), caller: this.state.call?.caller ?? caller }, call: null, offer: null });
  }

  finish() {
    const idle = this.state.agent.auto_idle;
    this.patch({ agent: this.agent(idle ? "idle" : "busy", { work: "free", presence: idle ? "idle" : "busy" }), wrap_up: null, ...(idle ? {} : { remind_idle: true }) });
  }

  busy(reason) {
    this.patch({ agent: this.agent("busy", { presence: "busy", reason }), remind_idle: null });
  }

  idle() {
    this.patch({ agent: this.agent("idle", { presence: "idle", reason: null }), remind_idle: null });
  }
}
