/** The stand-in's lists that administrators keep: made, changed and deleted in memory. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "../..");
const read = (path) => JSON.parse(readFileSync(join(root, path), "utf8"));
const day = "2026-11-18T02:00:00Z";
const seat = (id, number, extension, user) => ({ id, number, extension, user, has_password: !user });
const person = (id, account, name, roles, own, more = {}) => ({ id, account, name, language: "zh-CN", active: true, must_change_password: false, photo_url: null, created_at: day, roles, seat: own, ...more });
const place = (number) => ({ id: `s${number}`, number: `A00${number}`, extension: `100${number}` });
const member = (agent, level, priority) => ({ agent, level, priority });

function everyFile(name) {
  const found = {};
  for (const feature of ["identity", "acd", "numbers", "customers", "flows", "media", "reporting", "recordings", "calls", "surveys"]) {
    const path = `src/lingting/${feature}/${name}`;
    if (existsSync(join(root, path))) Object.assign(found, read(path));
  }
  return Object.entries(found).map(([key, one]) => ({ name: key, layer: one.layer, zh: one["zh-CN"], en: one.en, permission: one.permission }));
}

const queue = (id, name, group, more) => ({
  id, name, requirements: [{ group, min_level: 6 }], relaxations: [{ after_seconds: 30, min_level: 4 }, { after_seconds: 60, min_level: 1 }],
  strategy: "longest_idle", priority: 4, seconds_per_point: 60, ring_seconds: null, wrap_up_seconds: 45, max_wait_seconds: 300, max_length: null,
  preferred_seconds: 30, after_rejection: "busy", service_target_seconds: 20, music: null,
  announcements: { first_after_seconds: 15, every_seconds: 30, position: true, estimated_wait: true }, enabled: true, ...more,
});
const setting = (key, value, zh, en, more = {}) => ({ key, kind: typeof value === "boolean" ? "bool" : typeof value === "number" ? "int" : "str", value, default: value, zh, en, minimum: null, maximum: null, options: [], ...more });

const shipped = read("src/lingting/media/data/prompts.json");
const prompts = Object.entries(shipped).slice(0, 60).map(([key, one]) => ({ key, name: one["zh-CN"].slice(0, 16), category: one.category, shipped: true, texts: { "zh-CN": one["zh-CN"], en: one.en }, recordings: key === "welcome" ? { "zh-CN": { original_name: "welcome.wav", seconds: 3.4, uploaded_at: day } } : {}, changed_at: null }));
const head = (id, key, document, version) => ({ id, key, name: document.name, revision: 3, published_version: version, created_at: day, changed_at: "2026-11-20T07:31:00Z" });
const inbound = read("src/lingting/flows/data/inbound.json");
const voicemail = read("src/lingting/flows/data/voicemail.json");

const lists = {
  users: [
    person("u1", "limin", "李敏", ["r1", "r2"], place(1)),
    person("u2", "wanglei", "王磊", ["r1"], place(2)),
    person("u3", "chensiyu", "陈思雨", ["r1"], place(3), { must_change_password: true }),
    person("u4", "alice", "Alice Zhou", ["r1"], place(4), { language: "en" }),
    person("u5", "admin", "系统管理员", ["r3"], null),
    person("u6", "zhaoqiang", "赵强", ["r1"], null, { active: false }),
  ],
  roles: [
    { id: "r1", key: "agent", name: "坐席", layer: "seat", permissions: ["calls.read_own", "customers.read", "customers.write", "desk.use"], menus: null, users: 5 },
    { id: "r2", key: "supervisor", name: "班长", layer: "platform", permissions: ["desk.use", "calls.read", "recordings.listen", "queues.read", "users.read"], menus: null, users: 1 },
    { id: "r3", key: "administrator", name: "管理员", layer: "platform", permissions: ["*"], menus: null, users: 1 },
    { id: "r4", key: null, name: "质检员", layer: "platform", permissions: ["calls.read", "recordings.listen"], menus: ["calls"], users: 0 },
  ],
  permissions: everyFile("permissions.json"),
  menus: everyFile("menus.json"),
  seats: [1, 2, 3, 4, 5, 6].map((n) => seat(`s${n}`, `A00${n}`, `100${n}`, n > 4 ? null : { id: `u${n}`, account: "a", name: ["李敏", "王磊", "陈思雨", "Alice Zhou"][n - 1] })),
  "skill-groups": [
    { id: "g1", name: "售后服务", members: [member("u1", 8, 1), member("u2", 6, 1), member("u3", 4, 2), member("u4", 3, 2), member("u6", 2, 3)], prompts: [], music: null },
    { id: "g2", name: "售前咨询", members: [member("u3", 9, 1), member("u2", 5, 2)], prompts: [], music: null },
    { id: "g3", name: "英语", members: [member("u4", 10, 1)], prompts: [], music: null },
  ],
  queues: [queue("q1", "售后热线", "g1"), queue("q2", "售前热线", "g2", { strategy: "priority_in_group", relaxations: [], priority: 6 }), queue("q3", "英语服务", "g3", { enabled: false, max_wait_seconds: null })],
  "busy-reasons": [["meal", "就餐", "Meal", true, false], ["leader_talk", "领导谈话", "Talk with a leader", false, false], ["toilet", "上洗手间", "Toilet", true, false], ["meeting", "开会", "Meeting", false, false], ["after_login", "登录后", "After login", false, true], ["no_answer", "未接听", "No answer", false, true]].map(([code, zh, en, planned, system]) => ({ code, zh, en, planned, system, enabled: true })),
  "access-numbers": [
    { id: "n1", number: "075586001234", label: "总机", flow_id: "f1", active: true },
    { id: "n2", number: "075586001235", label: "售后", flow_id: "f1", active: true },
    { id: "n3", number: "075586009999", label: "备用", flow_id: null, active: false },
  ],
  "bound-numbers": [{ id: "b1", number: "4008001234", kind: "400", label: "全国服务热线", access_numbers: ["n1", "n2"] }],
  prompts,
  flows: [head("f1", "inbound", inbound, 2), head("f2", "voicemail", voicemail, 1), head("f3", "flow-7k2m", { name: { "zh-CN": "节日问候", en: "Holiday greeting" } }, null)],
  customers: [
    { id: "cu1", name: "张晓梅", company: "深圳市南山区", level: "vip", email: "", address: "广东省深圳市南山区科技路 1 号", notes: "偏好下午联系", numbers: [{ number: "13800138000", shown: "138 0013 8000", key: "+8613800138000", region: "广东深圳" }], created_at: day, updated_at: day },
    { id: "cu2", name: "Robert O'Neil", company: "Northwind Ltd.", level: "", email: "rob@example.com", address: "", notes: "", numbers: [{ number: "075586123456", shown: "0755 8612 3456", key: "+8675586123456", region: "广东深圳" }, { number: "13912345678", shown: "139 1234 5678", key: "+8613912345678", region: "江苏苏州" }], created_at: day, updated_at: day },
  ],
  audit: [
    ["user.reset_password", "李敏", { account: "wanglei" }],
    ["queue.change", "李敏", { name: "售后热线", wrap_up_seconds: 45 }],
    ["role.add", "系统管理员", { name: "质检员", permissions: ["calls.read", "recordings.listen"] }],
    ["session.log_in", "李敏", {}],
    ["session.log_in_failed", null, {}],
  ].map(([action, name, details], n) => ({ id: `a${n}`, at: `2026-11-20T0${8 - n}:12:0${n}Z`, user_id: name && "u1", account: name && "limin", user_name: name, action, target: "", address: "10.0.0.7", details })),
};
const company = { id: "t1", short_name: "demo", name: "晨星家电客户服务中心", time_zone: "Asia/Shanghai", language: "zh-CN", created_at: day };
const settings = {
  items: [
    setting("ring_seconds", 25, "坐席振铃时长（秒）", "Ring time of an agent's phone (seconds)", { minimum: 5, maximum: 180, value: 20 }),
    setting("wrap_up_seconds", 30, "话后整理时长（秒）", "Wrap-up time after a call (seconds)", { minimum: 0, maximum: 3600 }),
    setting("recording", true, "通话录音", "Record calls"),
    setting("captcha", "after_failure", "登录验证码", "Image code at login", { options: ["after_failure", "always"] }),
    setting("outbound_number", "", "外呼主叫号码（留空则用第一个接入号码）", "Number shown for outbound calls (empty: the first access number)", { maximum: 32 }),
  ],
};
const documents = { f1: inbound, f2: voicemail, f3: { name: { "zh-CN": "节日问候", en: "Holiday greeting" }, start: "play", nodes: { play: { verb: "play", title: { "zh-CN": "放音", en: "Play" }, exits: {} } } } };

let verbs;
function verbBook() {
  const code = "import json,msgspec\nfrom lingting.flows.domain.verbs import VERBS\nfrom lingting.flows.domain.graph import EXIT_TITLES\nb=msgspec.to_builtins\nprint(json.dumps(dict(items=[dict(name=v.name,node_type=v.node_type,title=b(v.title),help=b(v.help),group=v.group,needs_caller=v.needs_caller,parameters=msgspec.json.schema(v.params)) for v in VERBS.values()],exit_titles={k:b(t) for k,t in EXIT_TITLES.items()})))";
  verbs ??= JSON.parse(execFileSync(join(root, ".lingting/venv/bin/python"), ["-c", code], { encoding: "utf8" }));
  return verbs;
}

/** One plausible problem for each exit that leads nowhere. */
function problemsOf(document) {
  return Object.entries(document.nodes ?? {}).flatMap(([node, one]) => (Object.keys(one.exits ?? {}).length === 0 && !["end", "transfer"].includes(one.verb) ? [{ severity: "error", slug: "exit-unconnected", node, params: { exit: "next" }, message: "出口 next 没有连接。" }] : []));
}

const keyOf = { "busy-reasons": "code", prompts: "key" };
const find = (kind, id) => lists[kind].find((one) => one[keyOf[kind] ?? "id"] === id);
const made = (kind, body) => ({ id: `x${Date.now()}`, ...(kind === "users" ? { active: true, must_change_password: true, photo_url: null, created_at: day, seat: null } : {}), ...(kind === "seats" ? { user: null, has_password: false } : {}), ...(kind === "prompts" ? { key: `prompt-${Date.now()}`, shipped: false, recordings: {}, texts: { "zh-CN": body.zh, en: body.en } } : {}), ...(kind === "roles" ? { key: null, users: 0 } : {}), ...(kind === "flows" ? { key: "flow-new", revision: 1, published_version: null, created_at: day, changed_at: day } : {}), ...body });
const draft = (id) => ({ flow: find("flows", id), document: documents[id] ?? documents.f3, problems: problemsOf(documents[id] ?? documents.f3) });

export const recordRoutes = [
  ["GET", /^\/api\/company$/, () => ({ body: company })],
  ["PATCH", /^\/api\/company$/, (_, __, body) => ({ body: Object.assign(company, body) })],
  ["GET", /^\/api\/settings$/, () => ({ body: settings })],
  ["PATCH", /^\/api\/settings$/, (_, __, body) => (settings.items.forEach((one) => one.key in body && (one.value = body[one.key])), { body: settings })],
  ["GET", /^\/api\/flows\/verbs$/, () => ({ body: verbBook() })],
  ["GET", /^\/api\/flows\/(\w+)\/draft$/, (_, m) => ({ body: draft(m[1]) })],
  ["PUT", /^\/api\/flows\/(\w+)\/draft$/, (_, m, body) => ((documents[m[1]] = body.document), (find("flows", m[1]).revision += 1), { body: draft(m[1]) })],
  ["POST", /^\/api\/flows\/(\w+)\/check$/, (_, __, body) => ({ body: { problems: problemsOf(body.document) } })],
  ["POST", /^\/api\/flows\/(\w+)\/publish$/, (_, m) => ((find("flows", m[1]).published_version += 1), { body: find("flows", m[1]) })],
  ["GET", /^\/api\/flows\/(\w+)\/graph$/, (_, m) => ({ body: { start: "", nodes: Object.entries(draft(m[1]).document.nodes).map(([id, node]) => ({ id, verb: node.verb, exits: Object.keys(node.exits ?? {}) })), edges: [], prompts: [] } })],
  ["GET", /^\/api\/flows\/(\w+)\/versions$/, () => ({ body: { items: [{ version: 2, note: "增加满意度评价", published_at: "2026-11-20T07:31:00Z", published_by: "u1" }, { version: 1, note: "", published_at: day, published_by: null }] } })],
  ["GET", /^\/api\/prompts\/([\w-]+)$/, (_, m) => ({ body: { ...find("prompts", m[1]), uses: m[1] === "welcome" ? [{ flow: "f1", name: "呼叫中心接听流程" }] : [] } })],
  ["POST", /^\/api\/users\/(\w+)\/password$/, () => ({ body: { password: "kupo-7Rem-vasi" } })],
  ["POST", /^\/api\/users$/, (_, __, body) => (body.account === "limin" ? { status: 409, body: { slug: "account-taken", detail: "这个账号已经有人使用。", fields: [{ field: "account", slug: "account-taken", message: "这个账号已经有人使用。" }] } } : (lists.users.push(made("users", body)), { status: 201, body: { user: lists.users.at(-1), password: "kupo-7Rem-vasi" } }))],
  ["GET", /^\/api\/(users|roles|permissions|menus|seats|skill-groups|queues|busy-reasons|access-numbers|bound-numbers|prompts|flows|audit)$/, (_, m) => ({ body: { items: lists[m[1]], next: null } })],
  ["GET", /^\/api\/customers$/, () => ({ body: { items: lists.customers, next: null } })],
  ["POST", /^\/api\/(seats|roles|skill-groups|queues|access-numbers|bound-numbers|prompts|flows)$/, (_, m, body) => (lists[m[1]].push(made(m[1], body)), { status: 201, body: lists[m[1]].at(-1) })],
  ["PUT", /^\/api\/busy-reasons\/(\w+)$/, (_, m, body) => (find("busy-reasons", m[1]) ? Object.assign(find("busy-reasons", m[1]), body) : lists["busy-reasons"].push({ code: m[1], system: false, ...body }), { body: {} })],
  ["PATCH", /^\/api\/(users|roles|seats|access-numbers|bound-numbers|prompts|flows)\/([\w-]+)$/, (_, m, body) => ({ body: Object.assign(find(m[1], m[2]), body) })],
  ["PUT", /^\/api\/(skill-groups|queues)\/([\w-]+)$/, (_, m, body) => ({ body: Object.assign(find(m[1], m[2]), body) })],
  ["DELETE", /^\/api\/(users|roles|seats|skill-groups|queues|busy-reasons|access-numbers|bound-numbers|prompts|flows)\/([\w-]+)$/, (_, m) => ((lists[m[1]] = lists[m[1]].filter((one) => one !== find(m[1], m[2]))), { status: 204 })],
];
