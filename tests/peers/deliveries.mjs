// The deliveries of an App's webhook, which the emulator lacks: listed newest first, two on a page, and sent again on request with
// the same GUID, signed by GitHub's own library.
import { verify } from 'node:crypto';
import { sign } from '@octokit/webhooks-methods';

const perPage = 2;

export class Deliveries {
  #key;
  #app;
  #all = [];
  #hooks = new Map();
  #to = null;

  /** @param key The App's public key. */
  constructor(key, app) {
    [this.#key, this.#app] = [key, app];
  }

  /**
   * From now on these are all there are. `to` and `secret`: where hooks go, and by what they are signed; of each hook its guid, event,
   * payload, status code and how many minutes ago it was sent.
   */
  take({ to, secret, hooks }) {
    this.#to = { to, secret };
    this.#hooks = new Map(hooks.map(hook => [hook.guid, hook]));
    this.#all = [];
    for (const hook of hooks) this.#add(hook, hook.status_code, new Date(Date.now() - hook.minutes_ago * 60_000), false);
    return {};
  }

  answer(method, url, authorization, host) {
    if (!this.#isApp(authorization)) return { status: 401, body: { message: 'A JSON web token could not be decoded' } };
    return method === 'GET' ? this.#list(url, host) : this.#again(Number(url.pathname.split('/')[4]));
  }

  #list(url, host) {
    const wanted = { success: one => one.status_code < 300, failure: one => one.status_code >= 300 || one.status_code === 0 }[url.searchParams.get('status')] ?? (() => true);
    const cursor = Number(url.searchParams.get('cursor')?.split('_')[1] ?? Infinity);
    const left = this.#all.filter(one => wanted(one) && one.id <= cursor).sort((one, other) => other.id - one.id);
    const next = new URL(url.pathname + url.search, host);
    next.searchParams.set('cursor', `v1_${left[perPage]?.id}`);
    return { status: 200, headers: left.length > perPage ? { link: `<${next}>; rel="next"` } : {}, body: left.slice(0, perPage) };
  }

  #again(id) {
    const before = this.#all.find(one => one.id === id);
    if (!before) return { status: 404, body: { message: 'Not Found' } };
    this.#send(this.#hooks.get(before.guid));
    return { status: 202, body: {} };
  }

  async #send(hook) {
    const body = JSON.stringify(hook.payload);
    const headers = {
      'content-type': 'application/json', 'x-github-delivery': hook.guid, 'x-github-event': hook.event, 'x-hub-signature-256': await sign(this.#to.secret, body),
    };
    const status = await fetch(this.#to.to, { method: 'POST', headers, body }).then(answer => answer.status, () => 0);
    this.#add(hook, status, new Date(), true);
  }

  #add({ guid, event, payload }, code, at, redelivery) {
    this.#all.push({
      id: 9_000_000_000 + this.#all.length, guid, delivered_at: at.toISOString(), redelivery, duration: 0.1, status: code === 0 ? 'failed to connect' : 'OK', status_code: code,
      event, action: payload.action ?? null, installation_id: 7001, repository_id: payload.repository?.id ?? null, throttled_at: null,
    });
  }

  #isApp(authorization) {
    const [head, claims, signature] = (authorization ?? '').replace(/^Bearer /, '').split('.');
    return signature !== undefined && verify('sha256', Buffer.from(`${head}.${claims}`), this.#key, Buffer.from(signature, 'base64url'))
      && Number(JSON.parse(Buffer.from(claims, 'base64url')).iss) === this.#app;
  }
}
