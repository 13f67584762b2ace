/** All signals of Linux but the two that no program sees, in words where they have no number of their own elsewhere. */
export const ALL = Array.from({ length: 64 }, (_, index) => index + 1);

/** signal(7): what stops or continues, and what does nothing unless a program asks for it. */
export const STOPPING: ReadonlySet<number> = new Set([19, 20, 21, 22]);
export const CONTINUE = 18;
export const HARMLESS: ReadonlySet<number> = new Set([17, CONTINUE, 23, 28]);
export const KILL = 9;

/** Those whose default action ends a program. */
export const DEADLY = ALL.filter((number) => !STOPPING.has(number) && !HARMLESS.has(number));
