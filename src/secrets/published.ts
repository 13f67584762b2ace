/**
 * Values that stand in public documentation, images and issues, so everybody has them. Compared without case,
 * blanks and punctuation, so "My-Secret_Key" is "mysecretkey".
 *
 * Sources: MLflow's `basic_auth.ini` up to 3.16.0, `DEFAULT_KEK_PASSPHRASE` of `mlflow/utils/crypto.py`, MLflow's authentication documentation and issues #14610, #12399,
 * and the examples of the commonest images and charts.
 */
const PUBLISHED = new Set([
  "password",
  "password1234",
  "password123",
  "admin",
  "admin1234",
  "adminpassword",
  "mlflow",
  "mlflowadmin",
  "mlflowpassword",
  "mysecretkey",
  "mysecret",
  "secret",
  "secretkey",
  "yoursecretkey",
  "yoursecretkeyhere",
  "yoursecret",
  "supersecretkey",
  "supersecret",
  "verysecretkey",
  "asecretkey",
  "somesecretkey",
  "flasksecretkey",
  "mlflowsecretkey",
  "mlflowflaskserversecretkey",
  "mlflowdefaultkekpassphrasefordevelopmentonly",
  "dev",
  "devsecretkey",
  "testsecretkey",
  "changeme",
  "correcthorsebatterystaple",
  // Samples that look random: AWS's and UUID's documentation, Flask's and FastAPI's tutorials, AES's test vector, and
  // the hashes of nothing.
  "wjalrxutnfemik7mdengbpxrficyexamplekey",
  "123e4567e89b12d3a456426614174000",
  "550e8400e29b41d4a716446655440000",
  "6ba7b8109dad11d180b400c04fd430c8",
  "192b9bdd22ab9ed4d12e236c78afcb9a393ec15f71bbf5dc987d54727823bcbf",
  "09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7",
  "2b7e151628aed2a6abf7158809cf4f3c",
  "d41d8cd98f00b204e9800998ecf8427e",
  "da39a3ee5e6b4b0d3255bfef95601890afd80709",
  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
]);

/** A default or sample value that was ever published. */
export function isPublished(value: string): boolean {
  return PUBLISHED.has(value.toLowerCase().replace(/[^a-z0-9]/g, ""));
}
