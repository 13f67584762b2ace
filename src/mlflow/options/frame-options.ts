/**
 * What `--x-frame-options` may say. MLflow sends every other value, too, in capital letters, and browsers take a header
 * that they do not know for none. The other values that MLflow 3.17.2 does not know end its start: booleans and numbers
 * among its variables raise an error (`_BooleanEnvironmentVariable`, `int`).
 *
 * @see https://github.com/mlflow/mlflow/blob/v3.17.2/mlflow/server/fastapi_security.py (`SecurityHeadersMiddleware`)
 * @see https://html.spec.whatwg.org/multipage/document-lifecycle.html#the-x-frame-options-header
 */
const OBEYED = /^(?:deny|sameorigin)$/i;

/** MLflow then sends no header, which is what somebody who writes it wants. */
const NO_HEADER = /^none$/i;

/** Would browsers take no notice of this value? Of several, one that they know is enough. */
export function isUnknownFrameOption(value: string): boolean {
  return !NO_HEADER.test(value) && !value.split(",").some((one) => OBEYED.test(one.trim()));
}
