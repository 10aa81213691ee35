/** The one place of this tool that reads the environment. */

/** For programs that need the machine's own: Go and Java look for their tools and caches in it. */
export const inheritedEnvironment: Readonly<Record<string, string | undefined>> = { ...process.env };
