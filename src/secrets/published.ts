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
]);

const PLACEHOLDER =
  /\$\{|\$\(|^\$[A-Za-z_]|^%[A-Za-z_]+%$|<[^>]*>|\{\{|^\[[^\]]*\]$|change[-_ ]?(?:me|this|it)|replace[-_ ]?(?:me|this|with)|your[-_ ]?(?:own[-_ ]?)?(?:secret|password|key)|place[-_ ]?holder|(?:^|[-_ ])(?:todo|fixme)(?:$|[-_ ])|x{6,}|\.{3}$/i;

/** A default or sample value that was ever published. */
export function isPublished(value: string): boolean {
  return PUBLISHED.has(value.toLowerCase().replace(/[^a-z0-9]/g, ""));
}

/** A value that somebody forgot to fill in: `${X}`, `<key>`, `{{ key }}`, `change-me`. */
export function isPlaceholder(value: string): boolean {
  return PLACEHOLDER.test(value);
}
