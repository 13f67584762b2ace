// The hashes that a guesser tries first: dist/hashes.bin. Made by the build, since loading Node's crypto and hashing all
// of these takes a third of a start of Node. The first eight bytes of each stand for it, sorted by bytes.
import { createHash } from "node:crypto";

/** What people hash when they want something that looks random. */
const HASHED =
  ` a abc abcdefghijklmnopqrstuvwxyz abc123 admin admin123 administrator changeme data default demo dev docker example
  flask foo foobar guest hello helloworld key letmein login master ml mlflow mlflow-secret mlflow-server monkey mykey
  mypassword mysecret mysecretkey password password1 password123 password1234 postgres private prod production python
  qwerty root salt secret secretkey secret-key secret_key server supersecret supersecretkey team test test123 testing
  token user welcome 0 00 000 0000 00000 000000 1 11 1111 111111 666666 12 123 1234 12345 123456 1234567 12345678 123456789 1234567890 42 2024 2025 2026`
    .split(/\s/)
    .concat(
      "hello world",
      "Hello, world!",
      "Hello World",
      "The quick brown fox jumps over the lazy dog",
    );

/** One for each number of bytes that a hash has. */
const ALGORITHMS = ["md5", "sha1", "sha224", "sha256", "sha384", "sha512"];

export function packedHashes() {
  const texts = HASHED.flatMap((word) => [word, `${word}\n`]);
  const all = ALGORITHMS.flatMap((algorithm) =>
    texts.map((text) => createHash(algorithm).update(text).digest().subarray(0, 8)),
  );
  return Buffer.concat(all.sort(Buffer.compare));
}
