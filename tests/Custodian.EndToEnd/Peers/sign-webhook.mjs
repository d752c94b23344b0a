// node sign-webhook.mjs SECRET ID TIMESTAMP < BODY
// Prints the Standard Webhooks headers of BODY as JSON. TIMESTAMP is in seconds since 1970.
import { readFileSync } from "node:fs";
import { Webhook } from "standardwebhooks";

const [secret, id, timestamp] = process.argv.slice(2);
const body = readFileSync(0, "utf8");
const signature = new Webhook(secret).sign(id, new Date(Number(timestamp) * 1000), body);
console.log(JSON.stringify({ "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signature }));
