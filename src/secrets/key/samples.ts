import type { Lexicon } from "./lexicon.ts";

/**
 * Parts of keys that stand in documentation, and the beginning that all keys of a kind have. What is added to them is
 * all that is left to guess.
 *
 * Sources: RFC 4122 and RFC 9562, jwt.io's first token, OpenSSH's `ssh-keygen`, Microsoft's published KMS client keys,
 * the documentation of AWS, Stripe, FastAPI, Flask and MDN, the test vectors of FIPS 197 and NIST SP 800-38A, the
 * AACS processing key of 2007, and the first two files with one MD5.
 */
const SAMPLES = [
  "123e4567-e89b-12d3-a456-426614174000",
  "550e8400-e29b-41d4-a716-446655440000",
  "f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
  "6ba7b8109dad11d180b400c04fd430c8",
  "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9",
  "SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c",
  "TJVA95OrM7E2cBab30RMHrHDcEfxjoYZgeFONFh7HgQ",
  "AAAAB3NzaC1yc2EAAAADAQABAAA",
  "AAAAC3NzaC1lZDI1NTE5AAAAI",
  "W269N-WFGWX-YVC9B-4J6C9-T83GX",
  "VK7JG-NPHTM-C97JM-9MPGT-3V66T",
  "NPPR9-FWDCX-D2C8J-H872K-2YT43",
  "FCKGW-RHQQ2-YXRKT-8TG6W-2B7Q8",
  "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
  "4eC39HqLyjWDarjtT1zdp7dc",
  "09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7",
  "192b9bdd22ab9ed4d12e236c78afcb9a393ec15f71bbf5dc987d54727823bcbf",
  "_5#y2LF4Q8z\\n\\xec]/",
  "2b7e151628aed2a6abf7158809cf4f3c",
  "09f911029d74e35bd84156c5635688c0",
  "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4",
  "d131dd02c5e6eec4693d9a0698aff95c",
];

const bare = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, "");

/** A value without what documentation shows. */
export function withoutSamples(value: string): string {
  const letters = bare(value);
  return SAMPLES.map(bare)
    .filter((sample) => letters.includes(sample))
    .reduce((rest, sample) => rest.replaceAll(looksLike(sample), ""), value);
}

/** The same characters, in any case and with other marks between. */
function looksLike(sample: string): RegExp {
  return new RegExp([...sample].join("[^a-z0-9]?"), "gi");
}

/** The numbers of bytes that hashes have: MD5, SHA-1, and those of SHA-2. */
const LENGTHS: ReadonlySet<number> = new Set([16, 20, 28, 32, 48, 64]);

/** Is it the hash of a word that everybody thinks of, with or without the line end that `echo` adds? */
export function isHashOfWord(value: string, lexicon: Lexicon): boolean {
  const bytes = bytesOf(value);
  return bytes !== null && LENGTHS.has(bytes.length) && lexicon.isHash(bytes);
}

/** Bytes that no pattern explains, at least: 96 bits. */
const FRESH = 12;

/** A repeat of fewer bytes is hardly shorter than the bytes themselves. */
const REPEATED = 4;

/** Is it a row of bytes that counts, stays the same or repeats, in digits or in base64, which hides that? */
export function isRowOfBytes(value: string): boolean {
  const bytes = bytesOf(value);
  if (!bytes) return false;
  const step = (at: number) => ((bytes[at] ?? 0) - (bytes[at - 1] ?? 0)) & 0xff;
  const repeats = (at: number) =>
    at >= REPEATED && bytes.indexOf(bytes.subarray(at - REPEATED + 1, at + 1)) < at - REPEATED + 1;
  const fresh = bytes.filter((_, at) => !(at > 1 && step(at) === step(at - 1)) && !repeats(at));
  return fresh.length < FRESH;
}

function bytesOf(value: string): Buffer | null {
  if (/^[0-9a-f]{32,}$/i.test(value)) return Buffer.from(value, "hex");
  return /^[\w+/-]{22,}=*$/.test(value) ? Buffer.from(value, "base64") : null;
}
