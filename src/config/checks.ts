import type { Config, Key } from "./settings.ts"

/** How a check tells what is wrong: `fail(key, "must be …")`, and how the settings are called where they were set. */
export type Complaint = { fail: (key: Key, rest: string) => never; name: (key: Key) => string }

type Check = (config: Config, complaint: Complaint) => void

const isLoopback = (host: string) =>
  host === "localhost" || host.endsWith(".localhost") || host === "[::1]" || /^127(\.\d+){3}$/.test(host)

const isLocalHttp = (url: URL) => url.protocol === "http:" && isLoopback(url.hostname)

const parse = (text: string): URL | undefined => (URL.canParse(text) ? new URL(text) : undefined)

/** Half of a pair is a mistake: all of these or none. */
const together =
  (...keys: Key[]): Check =>
  (config, { fail, name }) => {
    const missing = keys.filter((key) => config[key] === "")
    const present = keys.find((key) => config[key] !== "")
    if (present && missing.length > 0) fail(present, `is set without ${missing.map(name).join(" and ")}`)
  }

/** These settings mean nothing without that one. */
const needs =
  (other: Key, ...keys: Key[]): Check =>
  (config, { fail, name }) => {
    for (const key of keys) if (config[key] !== "" && config[other] === "") fail(key, `needs ${name(other)}`)
  }

/** An http(s) URL without credentials, query or fragment; plain http only to this machine. */
const webUrl = (config: Config, key: Key, { fail }: Complaint): URL => {
  const url = parse(String(config[key]))
  if (!url || !/^https?:$/.test(url.protocol)) return fail(key, "must be a URL such as https://chat.example.org")
  if (url.username || url.password) fail(key, "must not hold a user name or password")
  if (url.search || url.hash || /[?#]/.test(url.href)) fail(key, "must not hold a query or fragment")
  if (url.protocol === "http:" && !isLoopback(url.hostname))
    fail(key, "must begin with https:// (http:// is for localhost)")
  return url
}

const addr: Check = (config, { fail }) => {
  const port = /^(?:[^\s:/[\]]*|\[[0-9A-Fa-f:.]+\]):(\d{1,5})$/.exec(config.addr)?.[1]
  if (port === undefined || Number(port) > 65535) fail("addr", "must be host:port or :port, such as 127.0.0.1:8080")
}

const database: Check = (config, { fail }) => {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(config.db)?.[1]?.toLowerCase()
  if (scheme && !["sqlite", "postgres", "postgresql"].includes(scheme))
    fail("db", "must be a sqlite://, postgres:// or postgresql:// address")
}

const uploads: Check = (config, { fail }) => {
  const [, scheme = "", place = ""] = /^([a-z][a-z0-9+.-]*):\/\/(.*)$/i.exec(config.uploads) ?? []
  const kind = scheme.toLowerCase()
  if (!kind) return
  if (kind === "file") {
    if (!place.startsWith("/")) fail("uploads", "must name an absolute path after file://")
    config.uploads = decodeURIComponent(place)
    return
  }
  if (kind !== "r2" && kind !== "s3") fail("uploads", "must be a folder, file://path, r2://bucket or s3://bucket")
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*(\/[^\s?#]*)?$/.test(place))
    fail("uploads", "must name a bucket, as in r2://bucket/prefix")
  // Addresses are brought into one form on their way: such a key would end elsewhere.
  const folders = place.replace(/\/$/, "").split("/").slice(1)
  if (folders.some((part) => /^\.{0,2}$/.test(part)))
    fail("uploads", "must name a prefix without empty parts and without . and ..")
}

const r2: Check = (config, { fail, name }) => {
  if (config.r2_endpoint !== "" && !/^https?:$/.test(parse(config.r2_endpoint)?.protocol ?? ""))
    fail("r2_endpoint", "must be an http(s) URL")
  if (!/^[A-Za-z0-9-]*$/.test(config.r2_account_id)) fail("r2_account_id", "must hold letters and digits only")
  if (!/^r2:/i.test(config.uploads)) return
  for (const key of ["r2_access_key_id", "r2_secret_access_key"] as const)
    if (config[key] === "") fail("uploads", `needs ${name(key)}`)
  if (config.r2_endpoint === "" && config.r2_account_id === "")
    fail("uploads", `needs ${name("r2_endpoint")} or ${name("r2_account_id")}`)
}

/** What the environment says of AWS may be meant for others: it matters only when uploads go there. */
const s3: Check = (config, complaint) => {
  if (!/^s3:/i.test(config.uploads)) return
  const { fail, name } = complaint
  together("s3_access_key_id", "s3_secret_access_key")(config, complaint)
  if (config.s3_session_token !== "" && config.s3_access_key_id === "")
    fail("s3_session_token", `needs ${name("s3_access_key_id")}`)
  if (config.s3_endpoint !== "" && !/^https?:$/.test(parse(config.s3_endpoint)?.protocol ?? ""))
    fail("s3_endpoint", "must be an http(s) URL")
  if (!/^[a-z0-9-]*$/.test(config.s3_region)) fail("s3_region", "must be the name of a region, such as eu-central-1")
  if (config.s3_endpoint === "" && config.s3_region === "")
    fail("uploads", `needs ${name("s3_region")}, or ${name("s3_endpoint")} for a store outside of AWS`)
  for (const key of ["r2_endpoint", "r2_account_id", "r2_access_key_id"] as const)
    if (config[key] !== "") fail(key, "is for uploads in r2://bucket, not in s3://bucket")
}

const publicUrls: Check = (config, complaint) => {
  const { fail, name } = complaint
  const front = config.public_url === "" ? undefined : webUrl(config, "public_url", complaint)
  if (front) {
    if (front.pathname !== "/")
      fail("public_url", `must not hold a path (a base path belongs into ${name("public_api_url")})`)
    config.public_url = front.origin
  }
  if (config.public_api_url === "") {
    config.public_api_url = config.public_url
    return
  }
  const api = webUrl(config, "public_api_url", complaint)
  config.public_api_url = api.origin + api.pathname.replace(/\/+$/, "")
  if (!front || front.origin === api.origin) return
  const bothLocal = isLocalHttp(front) && isLocalHttp(api) && front.hostname === api.hostname
  if ((isLoopback(front.hostname) || isLoopback(api.hostname)) && !bothLocal)
    fail(
      "public_api_url",
      `must use http and the same host as ${name("public_url")} when one of them is on this machine`,
    )
}

const homeLink: Check = (config, { fail }) => {
  const url = config.home_url
  const path = /^\/(?!\/)/.test(url) && !url.slice(1).includes("//")
  const away = /^https?:\/\//i.test(url) ? parse(url) : undefined
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  const broken = /[\u0000-\u0020\u007f\\]/.test(url)
  if (broken || !(path || (away && !away.username && !away.password)))
    fail("home_url", "must be an http(s) URL without credentials or a path that begins with one slash")
  const length = [...config.home_label].length
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (length < 1 || length > 32 || /[\u0000-\u001f\u007f]/.test(config.home_label))
    fail("home_label", "must have 1 to 32 characters")
}

const frameAncestors: Check = (config, { fail }) => {
  const origins = config.embed_frame_ancestors.map((text) => {
    const url = parse(text)
    const plain = url && /^https?:$/.test(url.protocol) && /^[a-z]+:\/\/[^/?#@*\\;]+\/?$/i.test(text)
    return plain
      ? url.origin
      : fail("embed_frame_ancestors", `must list origins such as https://host.example, not ${JSON.stringify(text)}`)
  })
  config.embed_frame_ancestors = [...new Set(origins)]
}

const cookieNamespace: Check = (config, { fail }) => {
  if (config.cookie_namespace !== "" && !/^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/.test(config.cookie_namespace))
    fail("cookie_namespace", "must be at most 32 of a-z, 0-9 and inner hyphens")
}

const issuer: Check = (config, complaint) => void webUrl(config, "openclaw_id_issuer", complaint)

const access: Check = (config, { fail }) => {
  if (config.access_team_domain === "") return
  const url = parse(config.access_team_domain)
  if (url?.protocol !== "https:" || url.username || url.password || url.pathname !== "/" || url.search || url.hash)
    return fail("access_team_domain", "must be an https origin such as https://team.cloudflareaccess.com")
  config.access_team_domain = url.origin
}

const vapid: Check = (config, { fail }) => {
  if (config.web_push_vapid_subject === "") return
  if (!/^(mailto:[^\s@]+@[^\s@]+|https:\/\/\S+)$/.test(config.web_push_vapid_subject))
    fail("web_push_vapid_subject", "must be a mailto: or https: URL")
  const key = "must be a key as `clickclack admin webpush keygen` prints it"
  if (!/^B[A-Za-z0-9_-]{86}=?$/.test(config.web_push_vapid_public_key)) fail("web_push_vapid_public_key", key)
  if (!/^[A-Za-z0-9_-]{43}=?$/.test(config.web_push_vapid_private_key)) fail("web_push_vapid_private_key", key)
}

const pushover: Check = (config, { fail }) => {
  if (!/^https?:$/.test(parse(config.pushover_api_url)?.protocol ?? ""))
    fail("pushover_api_url", "must be an http(s) URL")
}

const label: Check = (config, { fail }) => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (config.environment.length > 64 || /[\u0000-\u001f\u007f]/.test(config.environment))
    fail("environment", "must be one line of at most 64 characters")
  if (config.data.trim() === "") fail("data", "must name a folder")
}

/** Run in this order; they also bring URLs and lists into their one form. */
export const checks: readonly Check[] = [
  addr,
  label,
  database,
  together("r2_access_key_id", "r2_secret_access_key"),
  uploads,
  r2,
  s3,
  publicUrls,
  homeLink,
  frameAncestors,
  cookieNamespace,
  needs("public_url", "cookie_namespace"),
  together("github_client_id", "github_client_secret"),
  needs("github_client_id", "github_allowed_org", "github_moderator_org"),
  together("openclaw_id_client_id", "openclaw_id_client_secret"),
  needs("public_url", "github_client_id", "openclaw_id_client_id"),
  issuer,
  together("access_team_domain", "access_aud"),
  access,
  together("web_push_vapid_subject", "web_push_vapid_public_key", "web_push_vapid_private_key"),
  vapid,
  pushover,
]
