import { partsOf } from "./uri.ts";

/** In a secret anything like one counts: a false alarm costs a new secret. */
const IN_SECRET =
  /\$[{(]|\$\[\s*[A-Za-z_.]+\s*\]|^\$[A-Za-z_]|^(?:%[A-Za-z_]+%|@\w+@)$|<[^>]*>|\{\{|[{]%[^{}]*%\}|%\{\s*[A-Za-z_.]+\s*\}|^\[[^\]]*\]$|change[-_ ]?(?:me|this|it)|replace[-_ ]?(?:me|this|with)|your[-_ ]?(?:own[-_ ]?)?(?:secret|password|key)|place[-_ ]?holder|(?:^|[-_ ])(?:todo|fixme)(?:$|[-_ ])|x{6,}|\.{3}$/i;

/**
 * Where a secret is, for a program that was to fetch it and never ran: 1Password, Bank-Vaults, vals, SOPS, AWS, Google,
 * Azure, Spring, Ansible, tags of YAML.
 */
const REFERENCE =
  /^(?:op:\/\/|vault:|ref\+[a-z]|secretref:|ENC\[|arn:aws[\w-]*:(?:secretsmanager|ssm):|(?:sm:\/\/)?projects\/[^/]+\/secrets\/|@Microsoft\.KeyVault\(|\{cipher\}|\$ANSIBLE_VAULT;|!(?:ENV|vault|Ref|Sub|GetAtt)\b)/;

/** Not the secret, but where it is: it may be in git, and whatever stands in it is no key. */
export function isReference(value: string): boolean {
  return REFERENCE.test(value);
}

/** A secret that somebody forgot to fill in: `${X}`, `<key>`, `{{ key }}`, `change-me`, `op://vault/key`. */
export function isPlaceholder(value: string): boolean {
  return IN_SECRET.test(value) || isReference(value);
}

/**
 * What a setting is, and so which signs count in it: in a `name` (of a user, a host, a database) all of them; in a
 * `path` those that no folder is called; in a `key` of an object store, which may hold odd signs, only what a shell or
 * a template would have filled in; a `secret` must be one as a whole, since a password may hold any sign.
 */
export type Kind = "name" | "path" | "key" | "secret";

/**
 * What shells, Kubernetes, Jinja, Helm, ERB and pipelines fill in: `${X}`, `${X:-y}`, `$(X)`, `{{ x }}`, `${{ x }}`,
 * `{% x %}`, `#{X}`, `%{X}`, `$[x]`, `<%= x %>`.
 */
const FILLED_IN =
  /[$#%]\{\s*[A-Za-z_][\w.]*\s*(?:[:?+=!-][^{}]*)?\}|\$\([A-Za-z_][^()]*\)|\$?\{\{[^{}]+\}\}|\{%[^{}]+%\}|\$\[\s*[A-Za-z_][^[\]]*\]|<%[^<>%]+%>/;

/** `<your host>`, as documentation has it. */
const ANGLES = /<[A-Za-z][^<>]*>/;

/** What is one as a whole word: `$DB_HOST`, `%DB_HOST%`, `@DB_HOST@`, `__DB_HOST__`; Azure's `$web` and `$logs` are containers. */
const VARIABLE =
  /^(?:\$[A-Z][A-Z0-9_]{2,}|%[A-Z][A-Z_]{2,}%|@[A-Z][A-Z0-9_]{2,}@|__[A-Z][A-Z_]*__)$/;

const TO_DO =
  /^(?:please[-_ ]?)?(?:change|replace|fill|edit)[-_ ]?(?:me|this|it)(?:[-_ ]?(?:in|now|please))?$|^place[-_ ]?holder$|^fixme$/i;

/** Not as a label: Hetzner's hosts end in your-server.de. */
const YOURS =
  /^your[-_ ](?:own[-_ ])?(?:user(?:[-_ ]?name)?|admin|password|host(?:[-_ ]?name)?|server|domain|db|database|bucket(?:[-_ ]name)?|account|container)$/i;

/**
 * Is this a value, or a part of one, that somebody forgot to fill in?
 * @returns the sign of it; null where it is an ordinary value.
 */
export function placeholderIn(text: string, kind: Kind): string | null {
  const filled = FILLED_IN.exec(text)?.[0] ?? null;
  if (kind === "key") return filled;
  const angles = ANGLES.exec(text)?.[0] ?? null;
  const whole = text.trim();
  if (kind === "secret") {
    const left = isWord(whole) || isReference(whole) || [filled, angles].includes(whole);
    return left ? whole : null;
  }
  if (filled !== null) return filled;
  if (angles !== null) return angles;
  if (kind === "path") return text.split("/").find(isWord) ?? null;
  return isWord(whole) ? whole : (whole.split(".").find(isLabel) ?? null);
}

function isWord(word: string): boolean {
  return isLabel(word) || YOURS.test(word);
}

function isLabel(word: string): boolean {
  return VARIABLE.test(word) || TO_DO.test(word);
}

/** A part of a URI that was never filled in. */
export interface UnfilledPart {
  /** Null where the text is no URI, or it is not clear where its parts end. */
  readonly part: "user" | "password" | "host" | "port" | "path" | "query" | null;
  /** Null where it could be a part of a secret. */
  readonly sign: string | null;
}

/** The first part of a URI, or of a plain path, that somebody forgot to fill in; of artifacts the path is a key. */
export function placeholderInUri(uri: string, artifacts: boolean): UnfilledPart | null {
  const path = artifacts ? "key" : "path";
  const parts = partsOf(uri);
  if (!parts || parts.unclear) {
    const sign = placeholderIn(uri, path);
    return sign === null ? null : { part: null, sign: parts ? null : sign };
  }
  const colon = parts.userinfo.indexOf(":");
  const user = colon === -1 ? parts.userinfo : parts.userinfo.slice(0, colon);
  const password = colon === -1 ? "" : parts.userinfo.slice(colon + 1);
  const found = [
    { part: "user", sign: placeholderIn(decoded(user), "name") },
    { part: "password", sign: placeholderIn(decoded(password), "secret") && "" },
    { part: "host", sign: placeholderIn(parts.host.replace(/:\d*$/, ""), "name") },
    { part: "path", sign: placeholderIn(parts.path, path) },
    { part: "query", sign: placeholderIn(decoded(parts.query), "key") && "" },
  ] as const;
  const first = found.find(({ sign }) => sign !== null);
  if (first) return { part: first.part, sign: first.sign || null };
  return sampleIn([
    { part: "user", word: user },
    { part: "password", word: password },
    { part: "host", word: parts.host.replace(/:[^:]*$/, "") },
    { part: "port", word: /:([^:]*)$/.exec(parts.host)?.[1] ?? "" },
    { part: "path", word: artifacts ? "" : parts.path.replace(/^\/+/, "") },
  ]);
}

/** The words that samples of documentation are made of, as they write them. */
const SAMPLE =
  /^(?:(?:DB|DATABASE)_?)?(?:USER(?:_?NAME)?|PASS(?:WORD)?|PWD|HOST(?:_?NAME)?|SERVER|PORT|DATABASE|DB|NAME|BUCKET|ACCOUNT|CONTAINER|PATH)$/;

/** Of these one is enough: a bucket has small letters, a port digits, and nobody calls a machine so, or a file. */
const ENOUGH: Partial<Readonly<Record<NonNullable<UnfilledPart["part"]>, RegExp>>> = {
  host: /HOST|NAME|BUCKET|ACCOUNT|CONTAINER/,
  port: /./,
  path: /^PATH$/,
};

interface Word {
  readonly part: NonNullable<UnfilledPart["part"]>;
  readonly word: string;
}

/** One such word may be the name of something; two in the same URI are a sample that was copied. */
function sampleIn(words: readonly Word[]): UnfilledPart | null {
  const found = words.filter(({ word }) => SAMPLE.test(word));
  const alone = ({ part, word }: Word) => ENOUGH[part]?.test(word) === true;
  const [first] = found;
  if (!first || !(found.length > 1 || found.some(alone))) return null;
  return { part: first.part, sign: first.part === "password" ? null : first.word };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
