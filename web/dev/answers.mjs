/** The stand-in's answers to HTTP. */
import { floorRoutes } from "./floor.mjs";
import { recordRoutes } from "./records.mjs";

const me = {
  user: { id: "u1", account: "limin", name: "李敏" },
  company: { id: "t1", short_name: "demo", name: "晨星家电客户服务中心", time_zone: "Asia/Shanghai" },
  roles: ["agent"],
  permissions: ["*"],
  seat: { id: "s1", number: "A001", extension: "1001" },
  language: "zh-CN",
};

const svg = (digits) =>
  `data:image/svg+xml;base64,${Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="128" height="40"><path d="M0 30 Q40 5 128 26" stroke="#8aa" fill="none"/><text x="22" y="29" font-size="26" letter-spacing="8" font-family="monospace" fill="#244">${digits}</text></svg>`).toString("base64")}`;

const customer = { id: "cu1", name: "张晓梅", numbers: [{ key: "8613800138000", number: "13800138000", shown: "138 0013 8000", region: "广东深圳" }], address: "", email: "", company: "深圳市南山区", level: "vip", notes: "偏好下午联系" };
const history = [
  { id: "h1", at: "2026-11-18T06:22:10Z", direction: "in", outcome: "answered", kind: "call", seconds: 312, agents: ["王磊"], summary: "洗衣机异响，已预约上门检修。" },
  { id: "h2", at: "2026-11-02T02:05:41Z", direction: "in", outcome: "abandoned", kind: "call", seconds: null, agents: [] },
  { id: "h3", at: "2026-09-12T08:48:00Z", direction: "out", kind: "call", seconds: 95, outcome: "answered", agents: ["李敏"], summary: "回访满意。" },
];
const targets = {
  agents: [
    { id: "u2", name: "王磊", seat: "A002", extension: "1002", state: "talking", can_take: false },
    { id: "u3", name: "陈思雨", seat: "A003", extension: "1003", state: "idle", can_take: true },
    { id: "u4", name: "Alice Zhou", seat: "A004", extension: "1004", state: "busy", can_take: false },
  ],
  queues: [{ id: "q1", name: "售后服务" }, { id: "q2", name: "售前咨询" }],
  flows: [{ id: "f1", name: "默认导航" }, { id: "f2", name: "满意度评价" }],
};

const problem = (status, slug) => ({ status, body: { status, slug, title: slug } });
const no = { status: 204 };

const sip = (name) => ({ name, secret: process.env.FIXTURE_SIP_SECRET ?? "secret", domain: "lingting", ws_path: "/sip", ice_servers: [] });

const routes = [
  ...floorRoutes,
  ["GET", /^\/api\/auth\/options$/, (w) => ({ body: { captcha: w.captcha } })],
  ["POST", /^\/api\/auth\/captcha$/, () => ({ body: { id: "k1", image: svg("4821"), expires_at: new Date(Date.now() + 120_000).toISOString() } })],
  ["POST", /^\/api\/auth\/login$/, (w, _, body) => {
    if (body.password !== "demo") return problem(401, "login-failed");
    if (w.captcha && body.captcha !== "4821") return problem(400, "captcha-wrong");
    w.loggedIn = true;
    return { body: me };
  }],
  ["POST", /^\/api\/auth\/logout$/, (w) => {
    if (!w.state.agent.actions.includes("log_out")) return problem(409, "log-out-only-when-busy");
    w.loggedIn = false;
    return no;
  }],
  ["GET", /^\/api\/me$/, (w) => (w.loggedIn ? { body: me } : problem(401, "unauthorized"))],
  ["PATCH", /^\/api\/me$/, (_, __, body) => (Object.assign(me, body), no)],
  ["POST", /^\/api\/me\/password$/, () => no],
  ["POST", /^\/api\/desk\/sign-in$/, (w) => (w.signIn(), no)],
  ["POST", /^\/api\/desk\/sign-out$/, (w) => (w.signOut(), no)],
  ["POST", /^\/api\/desk\/busy$/, (w, _, body) => (w.busy(body.reason), no)],
  ["POST", /^\/api\/desk\/idle$/, (w) => (w.idle(), no)],
  ["POST", /^\/api\/desk\/auto-idle$/, (w, _, body) => (w.patch({ agent: { auto_idle: body.on } }), no)],
  ["POST", /^\/api\/desk\/offers\/\w+\/reject$/, (w) => (w.patch({ offer: null }), w.busy("meal"), no)],
  ["POST", /^\/api\/desk\/calls\/\w+\/(hold|retrieve)$/, (w, m) => (w.control(m[1]), no)],
  ["POST", /^\/api\/desk\/calls\/\w+\/mute$/, (w, _, body) => (w.mute(body.on), no)],
  ["POST", /^\/api\/desk\/calls\/\w+\/(hang-up|transfer)$/, (w) => (w.wrapUp(), no)],
  ["POST", /^\/api\/desk\/calls\/\w+\/digits$/, () => no],
  ["POST", /^\/api\/desk\/wrap-up\/finish$/, (w) => (w.finish(), no)],
  ["POST", /^\/api\/desk\/wrap-up\/extend$/, (w, _, body) => (w.patch({ wrap_up: { ends_at: new Date(Date.parse(w.state.wrap_up.ends_at) + body.seconds * 1000).toISOString() } }), no)],
  ["GET", /^\/api\/desk\/phone$/, () => ({ body: sip("agent1") })],
  ["POST", /^\/api\/desk\/test-phone$/, () => ({ body: { ...sip("outside1"), numbers: [{ number: "4008001234", label: "默认导航" }, { number: "95001", label: "售后专线" }] } })],
  ["POST", /^\/api\/desk\/rejoin$/, (w) => ((w.rejoins = (w.rejoins ?? 0) + 1), no)],
  ["GET", /^\/api\/desk\/targets$/, () => ({ body: targets })],
  ["GET", /^\/api\/desk\/calls\/(\w+)\/note$/, (w, m) => ({ body: w.notes[m[1]] ?? { text: "" } })],
  ["PUT", /^\/api\/desk\/calls\/(\w+)\/note$/, (w, m, body) => ((w.notes[m[1]] = body), no)],
  ["GET", /^\/api\/customers\/\w+\/history$/, () => ({ body: { items: history, next: null } })],
  ["GET", /^\/api\/customers\/\w+$/, () => ({ body: customer })],
  ["GET", /^\/api\/customers$/, () => ({ body: { items: [], next: null } })],
  ["POST", /^\/api\/customers$/, () => ({ status: 201, body: customer })],
  ["PATCH", /^\/api\/customers\/\w+$/, () => ({ body: customer })],
  ...recordRoutes,
  ["POST", /^\/dev\/(offer|talk|wrapUp|finish|signIn|signOut|idle)$/, (w, m, body) => (w[m[1]](...(body?.args ?? [])), no)],
  ["POST", /^\/dev\/patch$/, (w, _, body) => (w.patch(body), no)],
  ["GET", /^\/dev\/state$/, (w) => ({ body: { state: w.state, rejoins: w.rejoins ?? 0, notes: w.notes } })],
];

export function answer(world, method, url, body) {
  for (const [verb, pattern, act] of routes) {
    const match = verb === method && pattern.exec(url.pathname);
    if (match) return act(world, match, body);
  }
  return problem(404, "not-found-here");
}
