// node send-hooks.mjs URL MODE PREFIX SEED < SECRET
// Signs every recorded hook of @octokit/webhooks-examples with @octokit/webhooks-methods and posts it as GitHub would. MODE:
//   order     one after the other
//   shuffled  in an order that SEED decides, 16 at once
//   doubled   each twice, in such an order, 16 at once
//   cut       three times, each in vain: cut short after it was signed; cut short, then signed; the connection cut half-way
// A hook's delivery id is PREFIX and its number. Prints how many were answered how, and the slowest answer in milliseconds, as JSON.
import { readFileSync } from "node:fs";
import http from "node:http";
import { createRequire } from "node:module";
import { sign } from "@octokit/webhooks-methods";

const [url, mode, prefix, seed] = process.argv.slice(2);
const secret = readFileSync(0, "utf8").trim();
const hooks = createRequire(import.meta.url)("@octokit/webhooks-examples")
  .flatMap(({ name, examples }) => examples.map((payload) => ({ name, body: JSON.stringify(payload) })))
  .map((hook, number) => ({ ...hook, id: `${prefix}-${number}` }));

// A linear congruential generator: the same seed shuffles alike everywhere.
let state = BigInt(seed);
const below = (limit) => {
  state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn;
  return Number((state >> 33n) % BigInt(limit));
};
const shuffle = (list) => {
  for (let last = list.length - 1; last > 0; last--) {
    const other = below(last + 1);
    [list[last], list[other]] = [list[other], list[last]];
  }
  return list;
};

const agent = new http.Agent({ keepAlive: true });
const counts = {};
let slowest = 0;
const count = (what) => { counts[what] = (counts[what] ?? 0) + 1; };

const post = (hook, body, signature, announced = body) => new Promise((resolve) => {
  const started = performance.now();
  const request = http.request(url, {
    method: "POST",
    agent: announced === body ? agent : false,
    headers: {
      "Content-Type": "application/json",
      "Content-Length": Buffer.byteLength(announced),
      "User-Agent": "GitHub-Hookshot/0000000",
      "X-GitHub-Delivery": hook.id,
      "X-GitHub-Event": hook.name,
      "X-Hub-Signature-256": signature,
    },
  }, (answer) => {
    let text = "";
    answer.setEncoding("utf8").on("data", (part) => { text += part; }).on("end", () => {
      slowest = Math.max(slowest, performance.now() - started);
      const told = JSON.parse(text);
      count(`${answer.statusCode} ${told.state ?? told.type}`);
      resolve();
    });
  });
  request.on("error", (cut) => { count(announced === body ? `error ${cut.code}` : "cut off"); resolve(); });
  if (announced === body) request.end(body);
  else request.write(body, () => request.destroy());
});

const whole = async (hook) => post(hook, hook.body, await sign(secret, hook.body));
const inVain = async (hook) => {
  const half = hook.body.slice(0, hook.body.length / 2);
  await post(hook, half, await sign(secret, hook.body));
  await post(hook, half, await sign(secret, half));
  await post(hook, half, await sign(secret, hook.body), hook.body);
};

const queue = { order: () => hooks, shuffled: () => shuffle(hooks), doubled: () => shuffle([...hooks, ...hooks]), cut: () => hooks }[mode]();
const send = mode === "cut" ? inVain : whole;
const worker = async () => { for (let hook; (hook = queue.shift()); ) await send(hook); };
await Promise.all(Array.from({ length: mode === "order" ? 1 : 16 }, worker));
agent.destroy();
console.log(JSON.stringify({ counts, slowest: Math.round(slowest) }));
