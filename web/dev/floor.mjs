/** A canned floor: queues, agents and calls that move each second, for looking at the wallboard. */

const NAMES = "李敏 王芳 张伟 刘洋 陈静 杨磊 赵倩 黄强 周杰 吴婷 徐丽 孙涛 马超 朱琳 胡斌 郭颖 何军 高洁 林峰 罗娜".split(" ");
const STATES = ["idle", "talking", "talking", "talking", "wrapping", "busy", "ringing", "holding", "offline", "logged_in"];
const QUEUES = { q1: "售后服务", q2: "售前咨询", q3: "VIP 专线", q4: "投诉受理" };
const GROUPS = { g1: "售后组", g2: "售前组", g3: "VIP 组" };
const ago = (seconds) => new Date(Date.now() - seconds * 1000).toISOString();

/** The same numbers at every start, so that pictures can be compared. */
function numbers(seed = 7) {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

function agentRow(number, draw) {
  const state = STATES[draw(STATES.length)];
  return {
    name: NAMES[number % NAMES.length],
    seat: `A${String(number + 1).padStart(3, "0")}`,
    extension: String(1001 + number),
    groups: [Object.keys(GROUPS)[draw(3)]],
    state,
    ...(state === "busy" ? { reason: ["meal", "meeting", "toilet"][draw(3)] } : {}),
    since: ago(draw(state === "talking" ? 900 : 240)),
    phone: state === "offline" || number % 41 === 3 ? "unregistered" : "registered",
    ...(state === "talking" || state === "holding" ? { call: `call${number}` } : {}),
    calls_today: draw(60),
    missed_today: draw(3),
  };
}

function caller(draw) {
  const known = draw(2) === 0;
  const shown = `138 ${String(draw(10_000)).padStart(4, "0")} ${String(draw(10_000)).padStart(4, "0")}`;
  return { shown, region: "广东深圳", region_en: "Shenzhen", anonymous: false, ...(known ? { name: NAMES[draw(NAMES.length)] + "女士" } : {}) };
}

export function makeFloor(count, draw = numbers()) {
  const agents = Object.fromEntries(Array.from({ length: count }, (_, number) => [`a${number}`, agentRow(number, draw)]));
  const calls = {};
  for (const [id, agent] of Object.entries(agents)) {
    if (!agent.call) continue;
    const held = agent.state === "holding";
    calls[agent.call] = { direction: "in", state: held ? "held" : "talking", began_at: agent.since, since: agent.since, ...(held ? { held_since: ago(40) } : {}), agent: id, queue: Object.keys(QUEUES)[draw(4)], caller: caller(draw), called: "4008001234", trunk: "default", outside: false, transfers: 0 };
  }
  const figures = (offered, answered, service) => ({ offered, answered, abandoned: offered - answered, answer_rate: Math.floor((answered / offered) * 100), service_level: service, abandon_rate: Math.floor(((offered - answered) / offered) * 100) });
  const queue = (name, waiting, hour, today) => ({ name, enabled: true, waiting, ringing: waiting ? 1 : 0, ...(waiting ? { longest_since: ago(waiting * 17) } : {}), signed_in: 12, ready: waiting ? 0 : 3, engaged: 8, availability: waiting ? "all_busy" : "available", ...(waiting ? { expected_seconds: waiting * 21 } : {}), target_seconds: 20, hour, today, targets: { answer_rate: 90, service_level: 80, abandon_rate: 5 } });
  const waiting = Object.fromEntries(Array.from({ length: 7 }, (_, place) => [`w${place}`, { queue: place < 5 ? "q1" : "q4", ...(place === 1 ? { reserved_for: "a3" } : {}), since: ago((7 - place) * 17), place: place < 5 ? place + 1 : place - 4, expected_seconds: (place + 1) * 21, priority: 4, ...(place === 0 ? { agent: "a6" } : {}), caller: caller(draw) }]));
  return {
    groups: GROUPS,
    reasons: { meal: { zh: "就餐", en: "Meal" }, meeting: { zh: "开会", en: "Meeting" }, toilet: { zh: "上洗手间", en: "Restroom" } },
    stretches: { hour_since: ago(1500), day_since: ago(36_000), hour: figures(88, 76, 71), today: figures(612, 566, 82) },
    agents,
    calls,
    waiting,
    queues: { q1: queue(QUEUES.q1, 5, figures(41, 33, 62), figures(288, 254, 77)), q2: queue(QUEUES.q2, 0, figures(22, 21, 90), figures(171, 166, 91)), q3: queue(QUEUES.q3, 0, figures(12, 12, 100), figures(70, 70, 97)), q4: queue(QUEUES.q4, 2, figures(13, 10, 58), figures(83, 76, 74)) },
    lines: { trunks: { default: { in: Object.keys(calls).length + 7, out: 1 } }, numbers: { 4008001234: Object.keys(calls).length } },
    alerts: {
      "waiting:q1": { measure: "waiting", subject: "q1", level: "warning", since: ago(95), value: 5, sound: true },
      "longest_wait:q1": { measure: "longest_wait", subject: "q1", level: "warning", since: ago(59), began_at: ago(119), sound: false },
      "answer_rate_hour:q1": { measure: "answer_rate_hour", subject: "q1", level: "warning", since: ago(600), value: 80, sound: false },
      "service_level_today:q1": { measure: "service_level_today", subject: "q1", level: "warning", since: ago(1800), value: 77, sound: false },
      "answer_rate_hour:q4": { measure: "answer_rate_hour", subject: "q4", level: "alarm", since: ago(400), value: 76, sound: true },
      ...Object.fromEntries(Object.entries(agents).filter(([, agent]) => agent.state === "talking").slice(0, 2).map(([id, agent]) => [`talking:${id}`, { measure: "talking", subject: id, level: "warning", since: ago(70), began_at: agent.since, sound: false }])),
    },
  };
}

/** What changes in a busy second: a tenth of the agents, the queues' figures, a caller. */
export function nextSecond(floor, draw) {
  const patch = { agents: {}, queues: {} };
  const ids = Object.keys(floor.agents);
  for (let change = 0; change < Math.ceil(ids.length / 10); change += 1) {
    const id = ids[draw(ids.length)];
    const state = STATES[draw(4)];
    patch.agents[id] = { state, since: ago(0), reason: null, call: null, calls_today: floor.agents[id].calls_today + 1 };
    floor.agents[id] = { ...floor.agents[id], state, since: ago(0), reason: undefined, call: undefined, calls_today: floor.agents[id].calls_today + 1 };
  }
  for (const id of Object.keys(floor.queues)) patch.queues[id] = { ready: draw(6), today: { offered: (floor.queues[id].today.offered += 1) } };
  return patch;
}

/** What the stand-in answers about wallboards and limits. */
let wallboard = {
  sound: false,
  cards: [
    ...["waiting", "longest_wait", "ready", "talking", "answer_rate_today", "service_level_today"].map((figure) => ({ kind: "figure", figure, width: 2, queue: null })),
    ...[["queues", 12], ["waiting", 4], ["calls", 4], ["alerts", 4], ["states", 6], ["lines", 6], ["agents", 12]].map(([kind, width]) => ({ kind, width, figure: null, queue: null })),
  ],
};
const measure = (key, unit, warning, alarm, more) => ({ measure: key, scope: "queue", unit, above: true, warning, alarm, ...more });
const measures = [
  measure("waiting", "count", 5, 10), measure("longest_wait", "seconds", 60, 120), measure("ready", "count", null, null, { above: false }),
  measure("answer_rate_hour", "percent", 90, 80, { above: false }), measure("answer_rate_today", "percent", 90, 80, { above: false }),
  measure("service_level_hour", "percent", 80, 60, { above: false }), measure("abandon_rate_today", "percent", 5, 10),
  ...["talking", "holding", "wrapping", "busy"].map((key) => measure(key, "seconds", 600, 1200, { scope: "agent" })),
];
let chosen = [{ measure: "waiting", queue: null, warning: 5, alarm: 12, sound: true }];
const today = [
  { id: "l1", measure: "waiting", subject: "q1", level: "warning", since: ago(95), ended_at: null },
  { id: "l2", measure: "answer_rate_hour", subject: "q4", level: "alarm", since: ago(4000), ended_at: ago(3100) },
];

export const floorRoutes = [
  ["GET", /^\/api\/supervision\/wallboard$/, () => ({ body: wallboard })],
  ["PUT", /^\/api\/supervision\/wallboard$/, (_, __, body) => ({ body: (wallboard = body) })],
  ["GET", /^\/api\/supervision\/thresholds$/, () => ({ body: { measures, chosen } })],
  ["PUT", /^\/api\/supervision\/thresholds$/, (_, __, body) => ({ body: { measures, chosen: (chosen = body.chosen) } })],
  ["GET", /^\/api\/supervision\/alerts$/, () => ({ body: today })],
];

export { numbers };
