import { outsideCode } from "./shortcodes.ts"

/** What programs send that were written for Slack or Mattermost, as Markdown. */

export type HookPayload = {
  text?: string | undefined
  blocks?: unknown[] | undefined
  attachments?: unknown[] | undefined
}

type Fields = Record<string, unknown>

const fieldsOf = (value: unknown): Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {}
const textOf = (value: unknown): string =>
  typeof value === "string" ? value : typeof value === "number" ? String(value) : ""
const listOf = (value: unknown): Fields[] => (Array.isArray(value) ? value.map(fieldsOf) : [])
const lines = (...parts: string[]): string => parts.filter((part) => part.trim()).join("\n")
const paragraphs = (...parts: string[]): string => parts.filter((part) => part.trim()).join("\n\n")

/** A link, where the address is one that a reader may follow. */
const link = (url: unknown, label: string): string => {
  const address = textOf(url).trim()
  if (!/^(https?|mailto):/i.test(address)) return label
  const safe = address
    .replace(/[\s()<>]/g, encodeURIComponent)
    .replaceAll("(", "%28")
    .replaceAll(")", "%29")
  return `[${label.replace(/[[\]]/g, "\\$&")}](${safe})`
}

const image = (url: unknown, label: string): string =>
  /^https?:/i.test(textOf(url)) ? `!${link(url, label.replace(/\s+/g, " ") || "image")}` : ""

const entities: Record<string, string> = { "&lt;": "<", "&gt;": ">", "&amp;": "&" }

/** Slack's angle brackets: links, people, channels, times. Mattermost takes them too. */
const bracket = (whole: string, inner: string): string => {
  const bar = inner.indexOf("|")
  const [target, label] = bar < 0 ? [inner, ""] : [inner.slice(0, bar), inner.slice(bar + 1)]
  if (/^(https?|mailto):/i.test(target)) return label ? link(target, label) : target
  if (target.startsWith("@") || target.startsWith("#")) return `${target[0]}${label || target.slice(1)}`
  if (/^!(here|channel|everyone)$/.test(target)) return `@${target.slice(1)}`
  if (target.startsWith("!")) return label || target.slice(1)
  return whole
}

const slackLinks = (text: string): string =>
  text.replace(/<([^<>\n]+)>/g, bracket).replace(/&(lt|gt|amp);/g, (entity) => entities[entity]!)

/** Slack's own marks for bold and struck out, outside of code. */
const slackMarks = (text: string): string =>
  outsideCode(text, (part) =>
    part
      .replace(/(?<![\w*])\*(?! )([^*\n]+)\*(?![\w*])/g, "**$1**")
      .replace(/(?<![\w~])~(?! )([^~\n]+)~(?![\w~])/g, "~~$1~~"),
  )

/** A text object of a block, or a plain text. */
const blockText = (value: unknown): string => {
  const { type, text } = fieldsOf(value)
  return type === "mrkdwn" ? slackMarks(slackLinks(textOf(text))) : textOf(text) || textOf(value)
}

const richText = (element: Fields): string => {
  const inner = () => listOf(element.elements).map(richText)
  switch (element.type) {
    case "text": {
      const { bold, italic, strike, code } = fieldsOf(element.style)
      const marks = [bold && "**", italic && "_", strike && "~~", code && "`"].filter(
        (mark) => typeof mark === "string",
      )
      return [...marks, textOf(element.text), ...marks.toReversed()].join("")
    }
    case "link":
      return link(element.url, textOf(element.text) || textOf(element.url))
    case "emoji":
      return `:${textOf(element.name)}:`
    case "user":
      return `@${textOf(element.user_id)}`
    case "channel":
      return `#${textOf(element.channel_id)}`
    case "broadcast":
      return `@${textOf(element.range)}`
    case "rich_text_list":
      return inner()
        .map((item, index) => `${element.style === "ordered" ? `${index + 1}.` : "-"} ${item}`)
        .join("\n")
    case "rich_text_preformatted":
      return `\`\`\`\n${inner().join("")}\n\`\`\``
    case "rich_text_quote":
      return quoted(inner().join(""))
    default:
      return inner().join("")
  }
}

const quoted = (text: string): string =>
  text
    .split("\n")
    .map((line) => (line ? `> ${line}` : ">"))
    .join("\n")

const block = (one: Fields): string => {
  switch (one.type) {
    case "header":
      return `### ${blockText(one.text).replace(/\s+/g, " ")}`
    case "section":
      return paragraphs(blockText(one.text), lines(...listOf(one.fields).map(blockText)))
    case "markdown":
      return textOf(one.text)
    case "divider":
      return "---"
    case "context":
      return listOf(one.elements).map(blockText).filter(Boolean).join(" · ")
    case "image":
      return image(one.image_url, textOf(one.alt_text))
    case "rich_text":
      return paragraphs(...listOf(one.elements).map(richText))
    default:
      return ""
  }
}

const blocksOf = (value: unknown): string => paragraphs(...listOf(value).map(block))

const bold = (text: string) => (text ? `**${text}**` : "")

/** One attachment: what stands before it, and the rest as a quotation. */
const attachment = (one: Fields): string => {
  const said = (name: string) => slackLinks(textOf(one[name]).trim())
  const title = said("title")
  const author = said("author_name")
  const fields = listOf(one.fields).map(({ title, value }) =>
    [bold(textOf(title).trim()), slackLinks(textOf(value).trim())].filter(Boolean).join(": "),
  )
  const body = paragraphs(
    author && link(one.author_link, author),
    title && bold(link(one.title_link, title)),
    said("text"),
    blocksOf(one.blocks),
    fields.map((field) => (field.includes("\n") ? field : `- ${field}`)).join("\n"),
    image(one.image_url, title || said("fallback")) || image(one.thumb_url, title || said("fallback")),
    said("footer") && `_${said("footer")}_`,
  )
  return paragraphs(said("pretext"), body ? quoted(body) : said("fallback"))
}

/** The whole message: its blocks or else its text, then what is attached. Empty when there is nothing to say. */
export const hookText = ({ text = "", blocks, attachments }: HookPayload): string =>
  paragraphs(blocksOf(blocks) || slackLinks(text).trim(), ...listOf(attachments).map(attachment)).trim()
