/** `npm run test:matrix` runs all of a matrix, of which the long tests run a part. */
export const ALL = process.env.GUARD_MATRIX === "all";
