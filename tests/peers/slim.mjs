// Reduces GitHub's OpenAPI description (npm: @octokit/openapi, 385 MB, MIT) to what Custodian sends: of each operation named here, its
// parameters and its body; of those that a fake of ours answers (deliveries.mjs), the good answer too. To send something new, add it here and make the description again:
//   npm pack @octokit/openapi@23.0.2 && tar xzf octokit-openapi-23.0.2.tgz && node slim.mjs package
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const sent = {
  '/app': ['get'],
  '/app/hook/deliveries': ['get'],
  '/app/hook/deliveries/{delivery_id}/attempts': ['post'],
  '/app/installations/{installation_id}/access_tokens': ['post'],
  '/repos/{owner}/{repo}': ['get'],
  '/repos/{owner}/{repo}/check-runs': ['post'],
  '/repos/{owner}/{repo}/check-runs/{check_run_id}': ['get', 'patch'],
  '/repos/{owner}/{repo}/commits/{ref}/check-runs': ['get'],
  '/repos/{owner}/{repo}/git/ref/{ref}': ['get'],
  '/repos/{owner}/{repo}/git/refs': ['post'],
  '/repos/{owner}/{repo}/git/refs/{ref}': ['delete'],
  '/repos/{owner}/{repo}/installation': ['get'],
  '/repos/{owner}/{repo}/issues/comments/{comment_id}': ['get', 'patch'],
  '/repos/{owner}/{repo}/issues/{issue_number}/comments': ['get', 'post'],
  '/repos/{owner}/{repo}/pulls': ['get', 'post'],
  '/repos/{owner}/{repo}/pulls/{pull_number}': ['get', 'patch'],
  '/repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers': ['post', 'delete'],
  '/repos/{owner}/{repo}/pulls/{pull_number}/reviews': ['get'],
  '/user': ['get'],
  '/user/{account_id}': ['get'],
};
const faked = { 'apps/list-webhook-deliveries': '200', 'apps/redeliver-webhook-delivery': '202' };
const remarks = new Set(['description', 'example', 'examples', 'externalDocs', 'summary', 'tags', 'title']);

const folder = process.argv[2];
const whole = JSON.parse(readFileSync(join(folder, 'generated', 'api.github.com.json'), 'utf8'));
const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

// Every reference replaced by what it means, every remark for people left out.
function plain(part, named = false) {
  if (Array.isArray(part)) return part.map(item => plain(item));
  if (part === null || typeof part !== 'object') return part;
  if (part.$ref) return plain(part.$ref.slice(2).split('/').reduce((at, step) => at[step.replaceAll('~1', '/')], whole));
  return Object.fromEntries(Object.entries(part)
    .filter(([key]) => named || !(remarks.has(key) || key.startsWith('x-')))
    .map(([key, value]) => [key, plain(value, key === 'properties')]));
}

const paths = {};
for (const [path, methods] of Object.entries(sent)) {
  paths[path] = {};
  for (const method of methods) {
    const { operationId, parameters, requestBody, responses } = whole.paths[path][method];
    paths[path][method] = { operationId, ...plain({ parameters, requestBody }), responses: { default: { description: 'Not described here.' } } };
    const good = faked[operationId];
    if (good) paths[path][method].responses[good] = { description: 'The good answer.', content: plain(responses[good]).content };
    if (requestBody === undefined) delete paths[path][method].requestBody;
  }
}

const slim = {
  openapi: whole.openapi,
  info: {
    title: "The part of GitHub's REST API that Custodian uses",
    version,
    license: whole.info.license,
    'x-notice': readFileSync(join(folder, 'LICENSE'), 'utf8').trim(),
  },
  paths,
};
writeFileSync(new URL('github-requests.json', import.meta.url), `${JSON.stringify(slim, null, 1)}\n`);
