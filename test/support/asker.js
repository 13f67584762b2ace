// Runs on one host of a test network: asks what it is told on stdin, and prints what came of it.
import { request } from "node:http";
import { text } from "node:stream/consumers";

const AT_ONCE = 8;
const LIMIT = 5000;

/** The status; 0 where no connection was made; -1 where one was made and no answer came. */
function ask({ address, port, method, path, headers, body }) {
  return new Promise((resolve) => {
    let connected = false;
    const options = { host: address, port, method, path, headers, agent: false };
    const sent = request(options, (response) => {
      response.resume();
      resolve(response.statusCode);
      sent.destroy();
    });
    sent.on("socket", (socket) => socket.once("connect", () => (connected = true)));
    sent.on("error", () => resolve(connected ? -1 : 0));
    sent.setTimeout(LIMIT, () => sent.destroy(new Error("no answer in time")));
    sent.end(body);
  });
}

const questions = JSON.parse(await text(process.stdin));
const answers = [];
let next = 0;
async function work() {
  while (next < questions.length) {
    const at = next++;
    answers[at] = await ask(questions[at]);
  }
}
await Promise.all(Array.from({ length: AT_ONCE }, work));
process.stdout.write(JSON.stringify(answers));
