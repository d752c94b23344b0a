// GitHub's side of git, which the emulator lacks: who may reach which repository with which token, what a push to a bare repository means
// for its branches and pull requests, and hooks as GitHub sends them: a GUID each, signed by GitHub's own library.
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import http from 'node:http';
import { sign } from '@octokit/webhooks-methods';

const admin = { authorization: 'token test_token_admin', 'content-type': 'application/json' };

export class Host {
  #installations;
  #people;
  #tokens = new Map();
  #imported = new Map();
  #merged = new Map();
  #heads = new Map();
  #hooks = null;
  #relay;
  emulator;

  /** @param installations By number, whose they are and what they may. @param people Who has a token of their own. */
  constructor(installations, people) {
    this.#installations = new Map(installations.map(one => [String(one.installation_id), one]));
    this.#people = new Set(people.map(login => `test_token_${login}`));
  }

  /** Where the emulator sends its hooks, from where they go on as GitHub's. */
  async listen() {
    this.#relay = http.createServer(async (incoming, outgoing) => {
      const chunks = [];
      for await (const chunk of incoming) chunks.push(chunk);
      outgoing.end();
      const payload = JSON.parse(Buffer.concat(chunks));
      const shown = payload.pull_request ? { ...payload, pull_request: this.shown(payload.repository.full_name, payload.pull_request) } : payload;
      await this.#send(incoming.headers['x-github-event'], shown);
    });
    await new Promise(ready => this.#relay.listen(0, '127.0.0.1', ready));
    return `http://127.0.0.1:${this.#relay.address().port}`;
  }

  /** From now on hooks go there, signed with that; nowhere where it is null. */
  hooks(to) {
    this.#hooks = to;
    return {};
  }

  /** A token that the emulator gave out. */
  issued(path, answer) {
    const number = path.match(/^\/app\/installations\/(\d+)\/access_tokens$/)?.[1];
    if (number) this.#tokens.set(JSON.parse(answer).token, this.#installations.get(number));
  }

  /** From now on no token that was given out is good any more, as if its hour were over. */
  expire() {
    this.#tokens.clear();
    return {};
  }

  /** Whether git may do that; as GitHub, by basic authentication with any name and the token as password. */
  status(headers) {
    const [, owner] = decodeURIComponent(headers['x-original-uri']).split('/');
    const token = Buffer.from(headers.authorization?.replace(/^Basic /, '') ?? '', 'base64').toString().split(':').slice(1).join(':');
    if (this.#people.has(token)) return 200;

    const installation = this.#tokens.get(token);
    if (!installation) return 401;
    if (installation.account !== owner) return 404;
    return headers['x-original-uri'].includes('git-receive-pack') && installation.permissions.contents !== 'write' ? 403 : 200;
  }

  /** What a push did: lines of git's own post-receive hook. */
  async pushed(repository, folder, lines) {
    for (const [, now, ref] of lines.trim().split('\n').map(line => line.split(' '))) {
      // The ledger's own.
      if (/^0+$/.test(now) || ref === 'refs/custodian/ledger') continue;

      const commit = git(folder, 'rev-parse', `${now}^{commit}`);
      await this.#take(repository, folder, commit);
      if (!/^refs\/(heads|tags)\//.test(ref)) continue;

      const there = (await this.#ask('GET', repository, `git/${ref}`)).status === 200;
      if (there) await this.#ask('PATCH', repository, `git/${ref}`, { sha: commit, force: true });
      else await this.#ask('POST', repository, 'git/refs', { ref, sha: commit });
      if (ref.startsWith('refs/heads/')) await this.#follow(repository, folder, ref.slice('refs/heads/'.length), commit);
    }
    return {};
  }

  /** A pull request as GitHub would show it. */
  shown(repository, pull) {
    const [head, merged] = [this.#heads.get(`${repository} ${pull.number}`), this.#merged.get(`${repository} ${pull.number}`)];
    const now = head ? { ...pull, head: { ...pull.head, sha: head } } : pull;
    if (!merged) return now;
    const ended = { ...now, state: 'closed', closed_at: merged.at, merged_at: merged.at, merge_commit_sha: merged.commit };
    return 'merged' in pull ? { ...ended, merged: true } : ended;
  }

  // The emulator's objects have git's own ids, where their parts are the same.
  async #take(repository, folder, commit) {
    const known = this.#imported.get(repository) ?? this.#imported.set(repository, new Set()).get(repository);
    for (const one of git(folder, 'rev-list', '--reverse', '--topo-order', commit).split('\n').filter(one => !known.has(one))) {
      const files = [];
      for (const line of git(folder, 'ls-tree', one).split('\n')) {
        const [, mode, type, sha, path] = line.match(/^(\d+) (\w+) (\w+)\t(.*)$/);
        const content = execFileSync('git', ['--git-dir', folder, 'cat-file', 'blob', sha]).toString('base64');
        await this.#make(repository, 'blobs', { content, encoding: 'base64' }, sha);
        files.push({ path, mode, type, sha });
      }
      const [tree, parents, ...who] = git(folder, 'show', '-s', '--format=%T%n%P%n%an%n%ae%n%aI%n%cn%n%ce%n%cI', one).split('\n');
      await this.#make(repository, 'trees', { tree: files }, tree);
      const person = ([name, email, date]) => ({ name, email, date });
      await this.#make(repository, 'commits', {
        message: git(folder, 'show', '-s', '--format=%B', one), tree, parents: parents.split(' ').filter(Boolean), author: person(who.slice(0, 3)), committer: person(who.slice(3)),
      }, one);
      known.add(one);
    }
  }

  // A branch that moved: pull requests from it are about its new commit, and those into it whose commit it has now are merged.
  async #follow(repository, folder, branch, commit) {
    const open = await (await this.#ask('GET', repository, 'pulls?state=open&per_page=100')).json();
    for (const pull of open.map(one => this.shown(repository, one)).filter(one => one.state === 'open')) {
      const key = `${repository} ${pull.number}`;
      if (pull.head.ref === branch && pull.head.sha !== commit) {
        this.#heads.set(key, commit);
        await this.#tell(repository, 'synchronize', pull.number);
      } else if (pull.base.ref === branch && has(folder, pull.head.sha, commit)) {
        this.#merged.set(key, { at: new Date().toISOString().replace(/\.\d+/, ''), commit });
        await this.#ask('PATCH', repository, `pulls/${pull.number}`, { state: 'closed' });
      }
    }
  }

  async #tell(repository, action, number) {
    const pull = await (await this.#ask('GET', repository, `pulls/${number}`)).json();
    await this.#send('pull_request', { action, number, pull_request: this.shown(repository, pull), repository: pull.base.repo, sender: pull.user });
  }

  async #send(event, payload) {
    if (!this.#hooks?.to) return;
    const body = JSON.stringify(payload);
    const headers = { 'content-type': 'application/json', 'x-github-delivery': randomUUID(), 'x-github-event': event, 'x-hub-signature-256': await sign(this.#hooks.secret, body) };
    // As GitHub: what is not taken is not sent again.
    await fetch(this.#hooks.to, { method: 'POST', headers, body, signal: AbortSignal.timeout(10_000) }).catch(() => {});
  }

  async #make(repository, what, body, id) {
    const answer = await this.#ask('POST', repository, `git/${what}`, body);
    const { sha } = await answer.json();
    if (sha !== id) throw new Error(`the emulator calls ${what} ${id} of ${repository} ${sha} (${answer.status})`);
  }

  #ask(method, repository, what, body) {
    return fetch(new URL(`/repos/${repository}/${what}`, this.emulator.url), { method, headers: admin, body: body && JSON.stringify(body) });
  }
}

function git(folder, ...args) {
  return execFileSync('git', ['--git-dir', folder, ...args], { encoding: 'utf8' }).trim();
}

function has(folder, ancestor, commit) {
  try {
    git(folder, 'merge-base', '--is-ancestor', ancestor, commit);
    return true;
  } catch {
    return false;
  }
}
