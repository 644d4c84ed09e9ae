import type { Answer, JsonSchema, OpenApi, Operation } from "./openapi.ts"

const escapes: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" }
const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => escapes[sign] ?? sign)
/** Text with `code` and paragraphs. */
const prose = (text: string) =>
  text
    .split(/\n{2,}/)
    .map((part) => `<p>${escaped(part).replace(/`([^`]+)`/g, "<code>$1</code>")}</p>`)
    .join("")
const slug = (text: string) => text.replace(/[^A-Za-z0-9._-]+/g, "-")
const nameOf = (ref: string) => ref.slice(ref.lastIndexOf("/") + 1)

/** A schema's type in a few words; names link to their object. */
const type = (schema: JsonSchema): string => {
  if (schema.$ref) return `<a href="#${slug(nameOf(schema.$ref))}">${escaped(nameOf(schema.$ref))}</a>`
  if (schema.const !== undefined) return `<code>${escaped(JSON.stringify(schema.const))}</code>`
  if (schema.enum) return schema.enum.map((each) => `<code>${escaped(JSON.stringify(each))}</code>`).join(" or ")
  const options = schema.anyOf ?? schema.oneOf
  if (options) return options.map(type).join(" or ")
  if (schema.type === "array") return `list of ${schema.items ? type(schema.items) : "anything"}`
  if (schema.properties) return "object"
  if (typeof schema.additionalProperties === "object" && schema.additionalProperties.type)
    return `object of ${type(schema.additionalProperties)}`
  return escaped(schema.format === "date-time" ? "time" : (schema.type ?? "anything"))
}

/** The fields of an object, nested ones indented. */
const fields = (schema: JsonSchema): string => {
  if (!schema.properties) return `<p class="type">${type(schema)}</p>`
  const rows = Object.entries(schema.properties).map(([name, field]) => {
    const optional = schema.required?.includes(name) ? "" : ' <span class="optional">optional</span>'
    const inner = field.properties ? field : field.items?.properties ? field.items : undefined
    const about = field.description ? ` <span class="about">${escaped(field.description)}</span>` : ""
    return `<li><code>${escaped(name)}</code> <span class="type">${type(field)}</span>${optional}${about}${inner ? fields(inner) : ""}</li>`
  })
  return `<ul class="fields">${rows.join("")}</ul>`
}

const samples: Record<string, string> = { body: "Hello", emoji: "👍", name: "general", email: "ada@example.org" }

const sample = (schema: JsonSchema, name: string): unknown => {
  if (schema.enum) return schema.enum.find((each) => each !== "")
  if (schema.type === "integer" || schema.type === "number") return 1
  if (schema.type === "boolean") return true
  if (schema.type === "array") return [sample(schema.items ?? {}, name)]
  if (!schema.properties) return samples[name] ?? "…"
  const wanted = Object.entries(schema.properties).filter(([key]) => schema.required?.includes(key))
  return Object.fromEntries(wanted.map(([key, field]) => [key, sample(field, key)]))
}

const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`

const variable = (name: string) => `$${name.toUpperCase()}`

const curl = (method: string, path: string, operation: Operation): string => {
  const needed = operation.parameters.filter((parameter) => parameter.in === "query" && parameter.required)
  const query = needed.map(({ name }) => `${name}=${variable(name)}`).join("&")
  const words = [method === "get" ? "curl" : `curl -X ${method.toUpperCase()}`]
  words.push(`"$URL${path.replace(/\{(\w+)\}/g, (_, name: string) => variable(name))}${query && `?${query}`}"`)
  if (operation.security.length > 0) words.push('-H "Authorization: Bearer $TOKEN"')
  for (const [kind, { schema }] of Object.entries(operation.requestBody?.content ?? {}))
    if (kind === "multipart/form-data") words.push("-F file=@picture.png")
    else if (kind === "application/json")
      words.push("-H 'Content-Type: application/json'", `-d ${quote(JSON.stringify(sample(schema, "")))}`)
    else words.push("--data-urlencode 'text=Hello'")
  const [first = "", ...rest] = words
  return [`${first} ${rest.shift()}`, ...rest].join(" \\\n  ")
}

const section = (title: string, html: string) => (html ? `<h4>${title}</h4>${html}` : "")

const answer = (status: string, { description, content }: Answer): string => {
  const shapes = Object.entries(content ?? {}).map(([kind, { schema }]) =>
    kind === "application/json" ? fields(schema) : `<p class="type">${escaped(kind)}</p>`,
  )
  return `<div class="answer"><h5><span class="status">${status}</span> ${escaped(description)}</h5>${shapes.join("")}</div>`
}

const entry = (path: string, method: string, operation: Operation): string => {
  const query = operation.parameters.filter((parameter) => parameter.in === "query")
  const rows = query.map(
    ({ name, required, description = "" }) =>
      `<li><code>${name}</code>${required ? "" : ' <span class="optional">optional</span>'} <span class="about">${escaped(description).replace(/`([^`]+)`/g, "<code>$1</code>")}</span></li>`,
  )
  const bodies = Object.entries(operation.requestBody?.content ?? {}).map(
    ([kind, { schema }]) => `${kind === "application/json" ? "" : `<p class="type">${kind}</p>`}${fields(schema)}`,
  )
  const answers = Object.entries(operation.responses).flatMap(([status, each]) =>
    "$ref" in each ? [] : [answer(status, each)],
  )
  return `<article id="${slug(operation.operationId)}">
<h3><span class="method ${method}">${method.toUpperCase()}</span> <code>${escaped(path)}</code></h3>
<p class="summary">${escaped(operation.summary)}</p>
${prose(operation.description)}
<details><summary>Parameters, answers, example</summary>
${section("Query", rows.length > 0 ? `<ul class="fields">${rows.join("")}</ul>` : "")}
${section("Body", bodies.join(""))}
${section("Answers", answers.join(""))}
${section("Example", `<pre tabindex="0"><code>${escaped(curl(method, path, operation))}</code></pre>`)}
</details>
</article>`
}

/** The reference as one page without scripts; `stylesheet` is where its style is served. */
export const docsPage = (document: OpenApi, { stylesheet }: { stylesheet: string }): string => {
  const all = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )
  const groups = document.tags.map(({ name }) => ({
    name,
    entries: all.filter(({ operation }) => operation.tags.includes(name)),
  }))
  const links = groups.map(
    ({ name, entries }) =>
      `<li><a href="#tag-${slug(name)}">${escaped(name)}</a> <span class="count">${entries.length}</span></li>`,
  )
  const sections = groups.map(
    ({ name, entries }) =>
      `<section id="tag-${slug(name)}"><h2>${escaped(name)}</h2>${entries.map(({ path, method, operation }) => entry(path, method, operation)).join("")}</section>`,
  )
  const shapes = Object.entries(document.components.schemas).map(
    ([name, schema]) => `<article id="${slug(name)}"><h3><code>${escaped(name)}</code></h3>${fields(schema)}</article>`,
  )
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>ClickClack API</title>
<link rel="stylesheet" href="${escaped(stylesheet)}">
</head>
<body>
<nav aria-label="Contents">
<p class="brand">ClickClack API <span class="count">${escaped(document.info.version)}</span></p>
<ul><li><a href="#start">Start</a></li>${links.join("")}<li><a href="#objects">Objects</a> <span class="count">${shapes.length}</span></li></ul>
</nav>
<main>
<section id="start"><h1>ClickClack API</h1>
${prose(document.info.description)}
<p>The same as data: <a href="openapi.json">openapi.json</a>. The examples use two variables:</p>
<pre tabindex="0"><code>URL=https://chat.example.org
TOKEN=ccb_…   # clickclack admin bot create, or the workspace's settings</code></pre>
</section>
${sections.join("\n")}
<section id="objects"><h2>Objects</h2>${shapes.join("\n")}</section>
</main>
</body>
</html>
`
}
