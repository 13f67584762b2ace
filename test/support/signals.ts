/** The signals of Linux by what they do to a program that asks for nothing (signal(7)). */
const ALL = Array.from({ length: 64 }, (_, index) => index + 1);

export const KILL = 9;
export const USR1 = 10;
export const [PIPE, CHLD, CONT, URG, XFSZ, WINCH] = [13, 17, 18, 23, 25, 28] as const;

/** STOP, TSTP, TTIN and TTOU. */
const STOPPING: readonly number[] = [19, 20, 21, 22];

/** The C library keeps these for its threads: it takes the one and lets what it spawns ignore both. */
export const LIBRARY: readonly number[] = [32, 33];

const UNNOTICED: readonly number[] = [CHLD, CONT, URG, WINCH];

/** Those that end a program. */
export const DEADLY = ALL.filter(
  (number) => ![...STOPPING, ...LIBRARY, ...UNNOTICED].includes(number),
);
