import { randomBytes } from "node:crypto";

/** A secret to search for later: long and random, so that it stands nowhere by chance, not in the name of a folder either. */
export const needle = (what) => `${what}-${randomBytes(12).toString("hex")}`;
