/**
 * The Python programs of the launcher, each bundled as its text (scripts/python-text.js): nothing reads them from the
 * disk at a start.
 */
declare module "*.py" {
  const text: string;
  export default text;
}
