import core from "highlight.js/lib/core"
import bash from "highlight.js/lib/languages/bash"
import c from "highlight.js/lib/languages/c"
import cpp from "highlight.js/lib/languages/cpp"
import csharp from "highlight.js/lib/languages/csharp"
import css from "highlight.js/lib/languages/css"
import dockerfile from "highlight.js/lib/languages/dockerfile"
import go from "highlight.js/lib/languages/go"
import ini from "highlight.js/lib/languages/ini"
import java from "highlight.js/lib/languages/java"
import javascript from "highlight.js/lib/languages/javascript"
import json from "highlight.js/lib/languages/json"
import kotlin from "highlight.js/lib/languages/kotlin"
import lua from "highlight.js/lib/languages/lua"
import makefile from "highlight.js/lib/languages/makefile"
import markdown from "highlight.js/lib/languages/markdown"
import php from "highlight.js/lib/languages/php"
import python from "highlight.js/lib/languages/python"
import ruby from "highlight.js/lib/languages/ruby"
import rust from "highlight.js/lib/languages/rust"
import shell from "highlight.js/lib/languages/shell"
import sql from "highlight.js/lib/languages/sql"
import swift from "highlight.js/lib/languages/swift"
import typescript from "highlight.js/lib/languages/typescript"
import xml from "highlight.js/lib/languages/xml"
import yaml from "highlight.js/lib/languages/yaml"
import { purify } from "./markdown.ts"

const languages = {
  ...{ bash, c, cpp, csharp, css, dockerfile, go, ini, java, javascript, json, kotlin, lua, makefile, markdown },
  ...{ php, python, ruby, rust, shell, sql, swift, typescript, xml, yaml },
}
for (const [name, grammar] of Object.entries(languages)) core.registerLanguage(name, grammar)

const cache = new Map<string, string>()
/** Beyond this, colours are not worth the wait. */
const longest = 50_000

/** Code with its words marked, as safe HTML. */
export const highlight = (text: string, lang: string): string => {
  const key = `${lang}\n${text}`
  const found = cache.get(key)
  if (found !== undefined) return found
  const language = core.getLanguage(lang) && text.length <= longest ? lang : "plaintext"
  if (language === "plaintext") return purify(escaped(text))
  const html = purify(core.highlight(text, { language, ignoreIllegals: true }).value)
  if (cache.size > 200) cache.clear()
  cache.set(key, html)
  return html
}

const escaped = (text: string) => text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`)

export type Highlight = typeof highlight
