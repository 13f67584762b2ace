import { checkServerIdentity, connect, type PeerCertificate } from "node:tls";
import { ownCertificate } from "../../facts/files/own-certificate.ts";
import type { Resolver } from "../../facts/machine/network.ts";
import type { RunningState } from "../../launch/private/state-file.ts";
import { hostOfUrl } from "../../net/address-class.ts";
import { shellQuote } from "../../shell/quote.ts";
import { NotDone } from "../not-done.ts";
import { PATIENCE, type Silence } from "./exchange.ts";
import { isCertificateCode } from "./no-answer.ts";
import { launcherOf, type Target } from "./target.ts";

const EXTRA = "NODE_EXTRA_CA_CERTS";
const HTTPS = 443;

/** What makes a command of what was learned. */
export interface Again {
  /** This command with another URL in it. */
  readonly named: (url: string) => string;
  readonly resolver: Resolver;
  readonly extra: string | undefined;
}

/**
 * Why a certificate was not accepted, with the one command that gets past all of it: the file that vouches for it, a
 * name that it is for, and the port.
 * @returns null where the silence is about something else, or no certificate can be seen.
 */
export async function certificateProblem(
  target: Target,
  { code }: Silence,
  again: Again,
): Promise<NotDone | null> {
  if (!isCertificateCode(code)) return null;
  const url = new URL(target.base);
  const certificate = await peek(url);
  if (!certificate) return null;
  const host = hostOfUrl(url);
  const misnamed = checkServerIdentity(host, certificate) !== undefined;
  const name = misnamed ? nameIn(certificate) : host;
  const unsigned = !/ALTNAME/.test(code);
  const what = [
    ...(unsigned ? ["no authority that is known here has signed its certificate"] : []),
    ...(misnamed ? [`its certificate is for another name${name ? `: ${name}` : ""}`] : []),
  ].join(", and ");
  const launcher = launcherOf(target);
  const file = unsigned ? fileOf(launcher, certificate) : again.extra;
  const prefix = unsigned || file ? `${EXTRA}=${shellQuote(file ?? "ca.pem")} ` : "";
  const asked = misnamed ? withHost(url, name ?? "NAME") : target.base;
  const known = !launcher || !misnamed || !name || (await again.resolver(name)).length > 0;
  const first = known ? "" : `have ${name} lead to ${host} (a line in /etc/hosts), then: `;
  const note = unsigned && !file ? " (ca.pem: the file of your own authority)" : "";
  const fix = `${first}${prefix}${again.named(asked)}${note}`;
  return new NotDone(`${target.base} cannot be asked: ${what}`, fix);
}

/** Looks at the certificate, whatever it is worth, and says nothing on that connection. */
function peek(url: URL): Promise<PeerCertificate | null> {
  return new Promise((resolve) => {
    const host = hostOfUrl(url);
    const named = /[a-z]/i.test(host) && !host.includes(":");
    const socket = connect({
      ...{ host, port: Number(url.port || HTTPS), rejectUnauthorized: false },
      ...(named ? { servername: host } : {}),
    });
    const end = (certificate: PeerCertificate | null) => {
      socket.destroy();
      resolve(certificate);
    };
    socket.setTimeout(PATIENCE, () => end(null));
    socket.on("error", () => end(null));
    socket.once("secureConnect", () => {
      const certificate = socket.getPeerCertificate();
      end(certificate.raw ? certificate : null);
    });
  });
}

/** A plain name that it is for, without a star in it. */
function nameIn({ subjectaltname = "", subject }: PeerCertificate): string | undefined {
  const alternatives = subjectaltname.split(/,\s*/).flatMap((one) => {
    const [, name] = /^(?:DNS|IP Address):(.*)$/.exec(one) ?? [];
    return name ?? [];
  });
  const names = alternatives.length > 0 ? alternatives : [subject?.CN ?? ""].flat();
  return names.find((name) => /^[a-z0-9]+(?:[.-][a-z0-9]+)*$/i.test(name));
}

function withHost({ protocol, port, pathname }: URL, name: string): string {
  return `${protocol}//${name}${port ? `:${port}` : ""}${pathname.replace(/\/+$/, "")}`;
}

/** The file of the server's launcher, where that alone vouches for the certificate: it has signed itself. */
function fileOf(launcher: RunningState | undefined, { raw }: PeerCertificate): string | undefined {
  const file = launcher?.certificate;
  return file && ownCertificate(file)?.raw.equals(raw) ? file : undefined;
}
