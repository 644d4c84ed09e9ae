/** Shortcodes such as `:tada:`, as Slack and GitHub spell them. The table is loaded when somebody first needs it. */

let table: Promise<Map<string, string>> | undefined

const load = async () => {
  const lists = await Promise.all([
    import("emojibase-data/en/shortcodes/github.json"),
    import("emojibase-data/en/shortcodes/iamcal.json"),
  ])
  const emoji = new Map<string, string>()
  for (const { default: codes } of lists)
    for (const [hex, names] of Object.entries(codes as Record<string, string | string[]>))
      for (const name of [names].flat())
        emoji.set(name, String.fromCodePoint(...hex.split("-").map((point) => Number.parseInt(point, 16))))
  return emoji
}

/** Puts emoji in the place of their shortcodes, but not in code; what is none stays. */
export const withEmoji = async (text: string): Promise<string> => {
  if (!/:[a-z0-9_+-]+:/.test(text)) return text
  table ??= load()
  const emoji = await table
  return outsideCode(text, (part) =>
    part.replace(/(?<![\w/]):([a-z0-9_+-]+):(?!\w)/g, (code, name: string) => emoji.get(name) ?? code),
  )
}

/** Changes a Markdown text where it is not code. */
export const outsideCode = (text: string, change: (part: string) => string): string =>
  text
    .split(/(```[\s\S]*?```|`[^`\n]*`)/)
    .map((part, index) => (index % 2 ? part : change(part)))
    .join("")
