/** Why a command about secrets or accounts did not do what it was asked: what, and how to fix it. Holds no secret. */
export class NotDone extends Error {
  readonly what: string;
  readonly fix: string;

  constructor(what: string, fix: string) {
    super(what);
    this.what = what;
    this.fix = fix;
  }
}

/** Ctrl-C at a question. */
export class Interrupted extends Error {}
