// Views and lines for tests, with what a test does not care about filled in.

export const CLIENT = { role: "client", name: "Emily Carter" };
export const OPERATOR = { role: "operator", name: "Anna Keller" };
export const SYSTEM = { role: "system", name: "" };
export const SUPERVISOR = { role: "supervisor", name: "Sofia Berg" };
export const MARKS = { client_delivered: 0, client_read: 0, operator_delivered: 0, operator_read: 0 };

export const sessionView = (change = {}) => ({
  id: "s1",
  number: 20418,
  entry: "chat",
  state: "active",
  away: false,
  operator: "Anna Keller",
  created_at: "2026-11-22T13:57:00.000Z",
  accepted_at: "2026-11-22T13:58:00.000Z",
  ended_at: null,
  head: 0,
  events: [],
  calls: [],
  marks: MARKS,
  position: null,
  board: null,
  ...change,
});

export const operatorView = (change = {}) => ({
  ...sessionView(),
  client: clientView(),
  widget: "Alder Heating",
  result: "",
  files: [],
  notes: 0,
  ...change,
});

export const clientView = (change = {}) => ({
  name: "Emily Carter",
  email: "",
  phone: "",
  language: "en",
  browser: "Chrome",
  os: "Windows",
  topic: "",
  page: { url: "https://alder.example/", title: "Vitalis 9", referrer: "" },
  earlier: 0,
  ...change,
});

export const line = (type, seq, rest = {}) => ({
  type,
  session: "s1",
  seq,
  shared: seq,
  at: `2026-11-22T14:${String(seq).padStart(2, "0")}:00.000Z`,
  by: CLIENT,
  ...rest,
});

export const message = (seq, rest = {}) =>
  line("message.posted", seq, { text: `message ${seq}`, command: null, ...rest });

export const share = (change = {}) => ({
  id: "f1",
  kind: "upload",
  state: "ready",
  name: "gauge.png",
  size: 2048,
  mime: "image/png",
  sha256: "",
  by: CLIENT,
  at: "2026-11-22T14:00:00.000Z",
  sent: true,
  width: 640,
  height: 480,
  source: "",
  url: "",
  call: "",
  ...change,
});

export const callView = (change = {}) => ({
  id: "c1",
  session: "s1",
  state: "requested",
  created_at: "2026-11-22T14:06:00.000Z",
  accepted_at: null,
  connected_at: null,
  ended_at: null,
  deadline_at: null,
  ended_by: null,
  reason: "",
  video: false,
  client_leg: null,
  operator_leg: null,
  client: { microphone: "not-asked", camera: "not-asked" },
  operator: { microphone: "granted", camera: "granted" },
  defaults: {},
  prompt: true,
  ...change,
});
