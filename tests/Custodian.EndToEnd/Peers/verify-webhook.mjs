// node verify-webhook.mjs SECRET HEADERS < BODY
// Ends with 0 where BODY and its Standard Webhooks HEADERS (JSON) are genuine and at most five minutes old, with 3 where not.
import { readFileSync } from "node:fs";
import { Webhook, WebhookVerificationError } from "standardwebhooks";

const [secret, headers] = process.argv.slice(2);
try {
  new Webhook(secret).verify(readFileSync(0, "utf8"), JSON.parse(headers), { jsonParse: false });
} catch (refused) {
  if (!(refused instanceof WebhookVerificationError)) throw refused;
  console.error(refused.message);
  process.exit(3);
}
