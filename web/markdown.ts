import DOMPurify from "dompurify"
import { Marked, type Tokens } from "marked"

const quoteHtml = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)

const icon = (paths: string) => `<svg class="i" viewBox="0 0 24 24" aria-hidden="true">${paths}</svg>`
const wrapIcon = icon(
  '<path d="m16 16-3 3 3 3"/><path d="M3 12h14.5a1 1 0 0 1 0 7H13"/><path d="M3 19h6"/><path d="M3 5h18"/>',
)
const copyIcon = icon(
  '<rect width="14" height="14" x="8" y="8" rx="2" ry="2"/><path d="M4 16c-1.1 0-2-.9-2-2V4c0-1.1.9-2 2-2h10c1.1 0 2 .9 2 2"/>',
)

/** More lines than these are folded. */
const foldAfter = 20
/** What a folded block shows: the same as in styles/message.css. */
const foldShows = 12

/** Added and removed lines stand on their own ground; each keeps its line end, so that copying gives the text. */
const diffLines = (text: string) =>
  text
    .split(/(?<=\n)/)
    .map((line) => {
      const kind = /^\+(?!\+\+ )/.test(line) ? "t-add" : /^-(?!-- )/.test(line) ? "t-del" : ""
      return kind ? `<span class="${kind}">${quoteHtml(line)}</span>` : quoteHtml(line)
    })
    .join("")

const ansiColours: Record<string, string> = {
  ...{ "2": "t-dim", "90": "t-dim", "31": "t-red", "91": "t-red", "32": "t-green", "92": "t-green" },
  ...{ "33": "t-yellow", "93": "t-yellow" },
}
const esc = String.fromCharCode(27)
const ansiCode = new RegExp(`${esc}\\[([0-9;]*)([A-Za-z])`)

/** A log as a terminal shows it: the colours that carry meaning, without the signs that ask for them. */
const ansiLines = (text: string) => {
  const [first = "", ...parts] = text.split(ansiCode)
  let html = quoteHtml(first)
  let colour = ""
  for (let n = 0; n < parts.length; n += 3) {
    const [codes = "", letter = "", words = ""] = parts.slice(n, n + 3)
    if (letter === "m")
      for (const code of codes.split(";"))
        if (code === "" || code === "0" || code === "39") colour = ""
        else colour = ansiColours[code] ?? colour
    html += colour && words ? `<span class="${colour}">${quoteHtml(words)}</span>` : quoteHtml(words)
  }
  return html
}

const codeBlock = (text: string, lang: string) => {
  const lines = text.split("\n").length
  const folds = lines > foldAfter
  const ansi = text.includes(esc)
  const shown = ansi ? ansiLines(text) : /^(diff|patch)$/i.test(lang) ? diffLines(text) : quoteHtml(text)
  return (
    `<figure class="code${folds ? " is-folded" : ""}" data-lang="${ansi ? "" : quoteHtml(lang.toLowerCase())}"><figcaption class="code-head"><span>${quoteHtml(lang || "Code")}</span>` +
    `<button class="icon" type="button" data-code="wrap" aria-label="Wrap lines" aria-pressed="false">${wrapIcon}</button>` +
    `<button class="icon" type="button" data-code="copy" aria-label="Copy code">${copyIcon}</button></figcaption>` +
    `<pre tabindex="0"><code>${shown}</code></pre>` +
    (folds
      ? `<button class="code-fold" type="button" data-code="fold" aria-expanded="false">Show ${lines - foldShows} more lines</button>`
      : "") +
    "</figure>"
  )
}

const marked = new Marked({
  gfm: true,
  breaks: true,
  renderer: {
    code: ({ text, lang }: Tokens.Code) => codeBlock(text, lang?.split(/\s/)[0] ?? ""),
    // A message is not a page: its headings stand below the page's own, all in one size.
    heading({ tokens }: Tokens.Heading) {
      return `<p><strong>${this.parser.parseInline(tokens)}</strong></p>`
    },
    html: ({ text }: Tokens.HTML | Tokens.Tag) => quoteHtml(text),
    // Pictures of other servers would tell them who reads: they stay links.
    image: ({ href, text }: Tokens.Image) =>
      href.startsWith("/api/uploads/")
        ? `<img src="${quoteHtml(href)}" alt="${quoteHtml(text)}" loading="lazy">`
        : `<a href="${quoteHtml(href)}">${quoteHtml(text || href)}</a>`,
    checkbox: ({ checked }: Tokens.Checkbox) =>
      `<input type="checkbox" disabled aria-label="${checked ? "Done" : "Open"}"${checked ? " checked" : ""}> `,
    table(token: Tokens.Table) {
      const row = (cells: Tokens.TableCell[], tag: string) =>
        `<tr>${cells.map((cell) => `<${tag}>${this.parser.parseInline(cell.tokens)}</${tag}>`).join("")}</tr>`
      return `<div class="table-wrap" tabindex="0"><table><thead>${row(token.header, "th")}</thead><tbody>${token.rows.map((cells) => row(cells, "td")).join("")}</tbody></table></div>`
    },
  },
  extensions: [
    {
      name: "mention",
      level: "inline",
      start: (source: string) => source.match(/(?<![A-Za-z0-9_@-])@[A-Za-z0-9_-]/)?.index,
      tokenizer: (source: string) => {
        const found = /^@([A-Za-z0-9_-]+)/.exec(source)
        return found ? { type: "mention", raw: found[0], handle: found[1] } : undefined
      },
      renderer: ({ raw, handle }) =>
        `<span class="mention" data-handle="${quoteHtml(String(handle).toLowerCase())}">${quoteHtml(raw)}</span>`,
    },
    {
      name: "channel",
      level: "inline",
      start: (source: string) => source.match(/(?<![\p{L}\p{N}_#/&-])#[\p{L}\p{N}]/u)?.index,
      tokenizer(source: string) {
        if (this.lexer.state.inLink) return undefined
        const found = /^#([\p{L}\p{N}_-]{1,80})/u.exec(source)
        return found ? { type: "channel", raw: found[0], name: found[1] } : undefined
      },
      renderer: ({ raw, name }) => `<a data-channel="${quoteHtml(String(name).toLowerCase())}">${quoteHtml(raw)}</a>`,
    },
  ],
})

const allowed = {
  ALLOWED_TAGS: [
    ..."a b blockquote br button code del div em figcaption figure hr i img input li ol p path pre rect s span strong svg table tbody td th thead tr ul".split(
      " ",
    ),
  ],
  ALLOWED_ATTR: [
    ..."alt aria-hidden aria-label aria-pressed checked class d data-channel data-code data-handle data-lang aria-expanded disabled height href loading rx ry src start tabindex type viewBox width x y".split(
      " ",
    ),
  ],
  // The second half lets plain values pass: this is asked of every attribute, not of links alone.
  ALLOWED_URI_REGEXP: /^(?:(?:https?|mailto|tel):|[^a-z]|[a-z+.-]+(?:[^a-z+.\-:]|$))/i,
}

/** HTML that can do nothing but stand there. */
export const purify = (html: string) => DOMPurify.sanitize(html, allowed)

DOMPurify.addHook("afterSanitizeAttributes", (node) => {
  if (node.tagName !== "A" || !node.hasAttribute("href")) return
  const href = node.getAttribute("href") ?? ""
  if (href.startsWith("/") || href.startsWith(`${location.origin}/`)) return
  node.setAttribute("target", "_blank")
  node.setAttribute("rel", "noopener noreferrer")
})

const cache = new Map<string, string>()

/** Markdown as safe HTML. The last few hundred results are kept: rows come and go while scrolling. */
export const render = (source: string): string => {
  const known = cache.get(source)
  if (known !== undefined) return known
  const html = purify(marked.parse(source, { async: false }))
  if (cache.size > 400) for (const key of [...cache.keys()].slice(0, 200)) cache.delete(key)
  cache.set(source, html)
  return html
}

/** Markdown as one line of plain words, for quotes and notices. */
export const plain = (source: string) =>
  source
    .replace(/```[^\n]*\n?|[*_~`]|^\s*(?:[-+>]|#{1,6})\s+/gm, "")
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/\s+/g, " ")
    .trim()
