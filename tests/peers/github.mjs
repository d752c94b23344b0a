// GitHub for the tests: the emulator, and before it a referee that holds every request against GitHub's own description of its API.
// What the emulator lacks, our fakes answer, held against the same description.
// What the emulator does otherwise than GitHub is put right on the way: annotations are added to those that are there, a check run says
// which App made it, there is one open pull request from a branch to a branch, a branch that is not there is refused as GitHub does it,
// accounts are known by their numbers, and a comment that nobody edited says so. Prints one line of JSON when it is ready.
//   node github.mjs APP-ID KEY.pem PORT
import { createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { createEmulator } from 'emulate';
import { OpenAPIBackend } from 'openapi-backend';
import { Deliveries } from './deliveries.mjs';
import { Host } from './host.mjs';

const [app, keyFile] = [Number(process.argv[2]), process.argv[3]];
// Whoever reviews or develops; each has a token.
const people = ['taunton-director', 'taunton-cso', 'sthk-director', 'blackpool-director', 'stranger', 'developer'];
const permissions = { checks: 'write', contents: 'write', metadata: 'read', pull_requests: 'write' };
const installations = [
  { installation_id: 7001, account: 'IMS-MAXIMS', permissions },
  { installation_id: 7002, account: 'TRUST', permissions: { metadata: 'read', checks: 'read' } },
  { installation_id: 7003, account: 'CUSTODIANS', permissions },
];
const gitSide = new Host(installations, ['admin', ...people]);
const emulator = await createEmulator({
  service: 'github',
  port: Number(process.argv[4]),
  seed: {
    tokens: Object.fromEntries(['admin', ...people].map(login => [`test_token_${login}`, { login, scopes: ['repo', 'user', 'admin:org', 'admin:repo_hook'] }])),
    github: {
      users: [{ login: 'admin' }, ...people.map(login => ({ login }))],
      orgs: [{ login: 'IMS-MAXIMS', members: [{ login: 'admin', role: 'admin' }] }, { login: 'TRUST' }, { login: 'CUSTODIANS', members: [{ login: 'admin', role: 'admin' }] }, { login: 'OTHER' }],
      repos: [
        { owner: 'IMS-MAXIMS', name: 'openMAXIMS' },
        { owner: 'TRUST', name: 'no-checks' },
        { owner: 'CUSTODIANS', name: 'gold' },
        { owner: 'OTHER', name: 'not-ours', private: true },
      ],
      apps: [{
        app_id: app, slug: 'custodian', name: 'Custodian', private_key: readFileSync(keyFile, 'utf8'), permissions,
        events: ['*'], webhook_url: await gitSide.listen(), installations,
      }],
    },
  },
});

gitSide.emulator = emulator;

const description = new OpenAPIBackend({ definition: JSON.parse(readFileSync(new URL('github-requests.json', import.meta.url), 'utf8')), quick: true, ajvOpts: { allErrors: true } });
await description.init();

const [requests, violations, annotations] = [[], [], new Map()];

function judge(method, url, headers, body) {
  // A reference has any number of parts, which the description's reader takes for one only so.
  const path = url.pathname.replace(/(?<=\/git\/refs?\/).+$/, encodeURIComponent);
  const request = { method, path, query: Object.fromEntries(url.searchParams), headers, body: body.length ? JSON.parse(body) : undefined };
  const operation = description.matchOperation(request);
  if (!operation) return [`${method} ${url.pathname} is not described`];

  const known = new Set((operation.parameters ?? []).filter(one => one.in === 'query').map(one => one.name));
  const strange = [...url.searchParams.keys()].filter(name => !known.has(name)).map(name => `no query parameter '${name}'`);
  const needed = ['user-agent', 'accept', 'x-github-api-version'].filter(name => !headers[name]).map(name => `no header ${name}`);
  if (body.length && !headers['content-type']?.startsWith('application/json')) needed.push(`content type ${headers['content-type']}`);
  const { errors } = description.validateRequest(request, operation);
  return [...strange, ...needed, ...(errors ?? []).map(error => `${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`)]
    .map(what => `${method} ${url.pathname}: ${what}`);
}

// A fake that answers what GitHub never would proves nothing.
function vouch(method, path, status, body) {
  const { errors } = description.validateResponse(body, description.matchOperation({ method, path, headers: {} }), status);
  violations.push(...(errors ?? []).map(error => `our answer to ${method} ${path}: ${error.instancePath} ${error.message}`));
}

const deliveries = new Deliveries(createPublicKey(readFileSync(keyFile, 'utf8')), app);

const refusal = (message, ...errors) => ({ status: 422, text: JSON.stringify({ message, errors }) });

// GitHub's answers that the emulator does not have; null: the emulator answers.
async function instead(method, path, sent) {
  const ask = async what => (await fetch(new URL(what, emulator.url))).json();
  const account = path.match(/^\/user\/(\d+)$/)?.[1];
  if (account) {
    const { login } = (await ask('/users?per_page=100')).find(user => user.id === Number(account)) ?? {};
    return login ? { status: 200, text: JSON.stringify(await ask(`/users/${encodeURIComponent(login)}`)) } : { status: 404, text: '{"message":"Not Found"}' };
  }
  if (method === 'POST' && /\/pulls$/.test(path)) {
    const { head, base } = JSON.parse(sent);
    const there = await ask(`${path}?state=open&per_page=100&base=${encodeURIComponent(base)}`);
    if (there.some?.(one => one.head.ref === head)) return refusal('Validation Failed', { resource: 'PullRequest', code: 'custom', message: `A pull request already exists for ${path.split('/')[2]}:${head}.` });
  }
  return null;
}

function correct(method, path, sent, status, text) {
  if (method === 'DELETE' && status === 404 && path.includes('/git/refs/')) return refusal('Reference does not exist');
  return { status, text: corrected(method, path, sent, status, text) };
}

function corrected(method, path, sent, status, text) {
  if (method === 'GET' && status === 200 && /\/issues\/\d+\/comments$/.test(path)) return JSON.stringify(JSON.parse(text).map(written));
  const pull = path.match(/^\/repos\/([^/]+\/[^/]+)\/pulls(\/\d+)?$/);
  if (pull && status < 300) return JSON.stringify(method === 'GET' && !pull[2] ? JSON.parse(text).map(one => gitSide.shown(pull[1], one)) : gitSide.shown(pull[1], JSON.parse(text)));
  if (status === 201) gitSide.issued(path, text);
  if (!/\/check-runs(\/\d+)?$/.test(path) || status >= 300) return text;
  const answer = JSON.parse(text);
  const added = method === 'GET' ? [] : (JSON.parse(sent).output?.annotations ?? []);
  if (added.length) annotations.set(answer.id, [...(annotations.get(answer.id) ?? []), ...added]);
  for (const run of answer.check_runs ?? [answer]) {
    run.output.annotations_count = annotations.get(run.id)?.length ?? 0;
    run.app = { id: app, slug: 'custodian', name: 'Custodian' };
  }
  return JSON.stringify(answer);
}

// The emulator looks at its clock twice for a new comment, which GitHub would tell as edited where a second ends in between.
function written(comment) {
  const apart = Date.parse(comment.updated_at) - Date.parse(comment.created_at);
  return apart > 0 && apart <= 1000 ? { ...comment, updated_at: comment.created_at } : comment;
}

const reports = {
  // Told once, so that each test hears of its own.
  '/_referee/violations': () => violations.splice(0),
  '/_referee/requests': () => requests,
  '/_referee/annotations': () => Object.fromEntries(annotations),
};

const referee = http.createServer(async (incoming, outgoing) => {
  const chunks = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const [body, url] = [Buffer.concat(chunks).toString('utf8'), new URL(incoming.url, 'http://referee')];
  if (url.pathname === '/_referee/deliveries') return outgoing.end(JSON.stringify(deliveries.take(JSON.parse(body))));
  if (url.pathname === '/_referee/hooks') return outgoing.end(JSON.stringify(gitSide.hooks(JSON.parse(body))));
  if (url.pathname === '/_referee/expire') return outgoing.end(JSON.stringify(gitSide.expire()));
  if (url.pathname === '/_referee/git') return outgoing.writeHead(gitSide.status(incoming.headers), { 'www-authenticate': 'Basic realm="GitHub"' }).end();
  if (url.pathname === '/_referee/pushed') {
    const failed = await gitSide.pushed(url.searchParams.get('repository'), url.searchParams.get('folder'), body).then(() => null, error => error.message);
    if (failed) violations.push(`what was pushed to ${url.searchParams.get('repository')}: ${failed}`);
    return outgoing.end();
  }
  if (reports[url.pathname]) return outgoing.end(JSON.stringify(reports[url.pathname]()));

  requests.push({ method: incoming.method, path: url.pathname, authorization: incoming.headers.authorization?.split(' ')[0] ?? null });
  violations.push(...judge(incoming.method, url, incoming.headers, body));
  if (url.pathname.startsWith('/app/hook/')) {
    const { status, headers = {}, body: told } = deliveries.answer(incoming.method, url, incoming.headers.authorization, `http://${incoming.headers.host}`);
    if (status < 300) vouch(incoming.method, url.pathname, status, told);
    return outgoing.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers }).end(JSON.stringify(told));
  }

  const { host, connection, 'content-length': length, 'transfer-encoding': coding, ...headers } = incoming.headers;
  const own = await instead(incoming.method, url.pathname, body);
  if (own) return outgoing.writeHead(own.status, { 'content-type': 'application/json' }).end(own.text);

  const answer = await fetch(new URL(incoming.url, emulator.url), { method: incoming.method, headers, body: body.length ? body : undefined, redirect: 'manual' });
  const { status, text } = correct(incoming.method, url.pathname, body, answer.status, await answer.text());
  const kept = [...answer.headers].filter(([name]) => !['content-length', 'content-encoding', 'transfer-encoding', 'connection'].includes(name));
  outgoing.writeHead(status, Object.fromEntries(kept)).end(text);
});

referee.listen(0, '127.0.0.1', async () => {
  const branch = await (await fetch(new URL('/repos/IMS-MAXIMS/openMAXIMS/branches/main', emulator.url))).json();
  console.log(JSON.stringify({ api: `http://127.0.0.1:${referee.address().port}`, emulator: emulator.url, commit: branch.commit.sha }));
});
