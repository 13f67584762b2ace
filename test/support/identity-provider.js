// An OpenID Connect provider as far as a server asks for it before anybody logs in: discovery and keys. Its port is given.
import { createServer } from "node:http";

const port = Number(process.argv[2]);
const issuer = `http://127.0.0.1:${port}`;
const PAGES = {
  "/.well-known/openid-configuration": {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
    response_types_supported: ["code"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["RS256"],
  },
  "/jwks": { keys: [] },
};

createServer((request, response) => {
  const page = PAGES[request.url];
  response.writeHead(page ? 200 : 404, { "content-type": "application/json" });
  response.end(JSON.stringify(page ?? {}));
}).listen(port, "127.0.0.1", () => console.log("listening"));
