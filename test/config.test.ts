import { describe, expect, test } from "bun:test"
import { isConfigError, loadConfig, loadPlace, type Setting, type Sources, settings } from "../src/config.ts"

const list: readonly Setting[] = settings

/** The sentence that stops the start. */
const complaint = (sources: Sources): string => {
  try {
    loadConfig(sources)
  } catch (error) {
    if (isConfigError(error)) return error.message
    throw error
  }
  throw new Error("the start was not stopped")
}

const file = (content: unknown): Sources => ({
  flags: { config: "clickclack.json" },
  readFile: () => (typeof content === "string" ? content : JSON.stringify(content)),
})

describe("sources", () => {
  test("the file beats the defaults, the environment the file, and flags beat both", () => {
    const sources = { ...file({ addr: ":1", environment: "file", home_label: "file" }) }
    const env = { CLICKCLACK_ADDR: ":2", CLICKCLACK_ENVIRONMENT: "variable" }
    const config = loadConfig({ ...sources, env, flags: { ...sources.flags, addr: ":3" } })
    expect(config).toMatchObject({ addr: ":3", environment: "variable", home_label: "file", home_url: "/" })
  })

  test("an empty variable and an empty entry of the file count as unset", () => {
    const config = loadConfig({ ...file({ home_label: "", environment: "file" }), env: { CLICKCLACK_ENVIRONMENT: "" } })
    expect(config).toMatchObject({ home_label: "cc", environment: "file" })
  })

  test("a flag without a value is true, and truth values have their usual spellings", () => {
    expect(loadConfig({ flags: { "dev-bootstrap": true } }).dev_bootstrap).toBe(true)
    for (const [text, value] of Object.entries({ "1": true, TRUE: true, t: true, "0": false, False: false, f: false }))
      expect(loadConfig({ env: { CLICKCLACK_METRICS_ENABLED: text } }).metrics_enabled).toBe(value)
  })

  test("a list is separated by commas or spaces, or is an array in the file", () => {
    const wanted = ["https://a.example", "http://b.example:3000"]
    const env = { CLICKCLACK_EMBED_FRAME_ANCESTORS: "https://A.example/, http://b.example:3000 https://a.example" }
    expect(loadConfig({ env }).embed_frame_ancestors).toEqual(wanted)
    expect(loadConfig(file({ embed_frame_ancestors: wanted })).embed_frame_ancestors).toEqual(wanted)
  })

  test("every setting is read from the file and from its flag, and a mistake is called by where it was made", () => {
    for (const { key, flag, kind } of list) {
      expect(complaint(file({ [key]: { of: "another type" } }))).toStartWith(`"${key}" in clickclack.json must be `)
      if (flag && kind !== "truth") expect(complaint({ flags: { [flag]: true } })).toStartWith(`--${flag} must be `)
    }
  })

  test("other commands know the place of the data only, and are not stopped by the rest", () => {
    const env = { CLICKCLACK_DATA: "/srv/chat", CLICKCLACK_GITHUB_CLIENT_ID: "half of a pair" }
    expect(loadPlace({ env })).toEqual({ data: "/srv/chat", db: "" })
    expect(loadPlace({ env, flags: { data: "here", db: "sqlite://x.db" } })).toEqual({
      data: "here",
      db: "sqlite://x.db",
    })
  })
})

describe("one form", () => {
  test("a public URL loses capitals, the default port and the slash; the API follows it", () => {
    const config = loadConfig({ env: { CLICKCLACK_PUBLIC_URL: "HTTPS://Chat.Example.org:443/" } })
    expect(config).toMatchObject({ public_url: "https://chat.example.org", public_api_url: "https://chat.example.org" })
  })

  test("a public API URL keeps its base path without the slash at the end", () => {
    const env = {
      CLICKCLACK_PUBLIC_URL: "https://chat.example.org",
      CLICKCLACK_PUBLIC_API_URL: "https://api.example.org/base/",
    }
    expect(loadConfig({ env }).public_api_url).toBe("https://api.example.org/base")
  })

  test("uploads under file:// are a folder", () => {
    expect(loadConfig({ flags: { uploads: "file:///srv/chat%20files" } }).uploads).toBe("/srv/chat files")
  })
})

describe("what is allowed", () => {
  const cases: [string, Record<string, string>][] = [
    ["a public URL over http on this machine", { CLICKCLACK_PUBLIC_URL: "http://app.localhost:3000" }],
    [
      "a split set-up on one loopback host",
      { CLICKCLACK_PUBLIC_URL: "http://127.0.0.1:3000", CLICKCLACK_PUBLIC_API_URL: "http://127.0.0.1:8080/base" },
    ],
    ["an IPv6 address to listen on", { CLICKCLACK_ADDR: "[::1]:0" }],
    ["a home link to a path", { CLICKCLACK_HOME_URL: "/start?x=1", CLICKCLACK_HOME_LABEL: "🏠".repeat(32) }],
    [
      "a bucket with an account",
      {
        CLICKCLACK_UPLOADS: "r2://chat-files/team/one",
        CLICKCLACK_R2_ACCOUNT_ID: "account",
        CLICKCLACK_R2_ACCESS_KEY_ID: "key",
        CLICKCLACK_R2_SECRET_ACCESS_KEY: "secret",
      },
    ],
    [
      "a bucket with an endpoint",
      {
        CLICKCLACK_UPLOADS: "r2://chat/",
        CLICKCLACK_R2_ENDPOINT: "http://127.0.0.1:9000",
        CLICKCLACK_R2_ACCESS_KEY_ID: "key",
        CLICKCLACK_R2_SECRET_ACCESS_KEY: "secret",
      },
    ],
    [
      "a bucket of AWS, opened by the role of the machine",
      { CLICKCLACK_UPLOADS: "s3://chat", AWS_REGION: "eu-central-1" },
    ],
    [
      "a bucket elsewhere that speaks S3",
      {
        CLICKCLACK_UPLOADS: "s3://chat/team",
        AWS_ENDPOINT_URL_S3: "http://127.0.0.1:9000",
        AWS_ACCESS_KEY_ID: "key",
        AWS_SECRET_ACCESS_KEY: "secret",
      },
    ],
    ["uploads in a folder, whatever is said of AWS", { AWS_ACCESS_KEY_ID: "half", AWS_ENDPOINT_URL_S3: "somewhere" }],
    [
      "a cookie namespace of 32 characters",
      { CLICKCLACK_PUBLIC_URL: "https://a.example", CLICKCLACK_COOKIE_NAMESPACE: `a${"-".repeat(30)}1` },
    ],
    [
      "GitHub sign-in with both organisations",
      {
        CLICKCLACK_PUBLIC_URL: "https://a.example",
        CLICKCLACK_GITHUB_CLIENT_ID: "id",
        CLICKCLACK_GITHUB_CLIENT_SECRET: "s",
        CLICKCLACK_GITHUB_ALLOWED_ORG: "a",
        CLICKCLACK_GITHUB_MODERATOR_ORG: "b",
      },
    ],
    [
      "an issuer on this machine",
      {
        CLICKCLACK_PUBLIC_URL: "https://a.example",
        OPENCLAW_ID_CLIENT_ID: "id",
        OPENCLAW_ID_CLIENT_SECRET: "s",
        OPENCLAW_ID_ISSUER: "http://127.0.0.1:5000/auth",
      },
    ],
    [
      "Cloudflare Access",
      { CLICKCLACK_ACCESS_TEAM_DOMAIN: "https://team.cloudflareaccess.com/", CLICKCLACK_ACCESS_AUD: "aud" },
    ],
  ]
  for (const [what, env] of cases) test(what, () => expect(() => loadConfig({ env })).not.toThrow())
})

describe("what stops the start", () => {
  const secure = { CLICKCLACK_PUBLIC_URL: "https://chat.example.org" }
  const r2 = { CLICKCLACK_R2_ACCESS_KEY_ID: "key", CLICKCLACK_R2_SECRET_ACCESS_KEY: "hush-hush" }
  const keys = {
    CLICKCLACK_WEB_PUSH_VAPID_PUBLIC_KEY: `B${"a".repeat(86)}`,
    CLICKCLACK_WEB_PUSH_VAPID_PRIVATE_KEY: "b".repeat(43),
  }
  const cases: [what: string, named: string, env: Record<string, string>][] = [
    [
      "a GitHub client id without its secret",
      "CLICKCLACK_GITHUB_CLIENT_SECRET",
      { ...secure, CLICKCLACK_GITHUB_CLIENT_ID: "id" },
    ],
    [
      "a GitHub secret without its client id",
      "CLICKCLACK_GITHUB_CLIENT_ID",
      { ...secure, CLICKCLACK_GITHUB_CLIENT_SECRET: "hush-hush" },
    ],
    [
      "GitHub sign-in without a public URL",
      "CLICKCLACK_PUBLIC_URL",
      { CLICKCLACK_GITHUB_CLIENT_ID: "id", CLICKCLACK_GITHUB_CLIENT_SECRET: "hush-hush" },
    ],
    [
      "a GitHub organisation without GitHub sign-in",
      "CLICKCLACK_GITHUB_CLIENT_ID",
      { ...secure, CLICKCLACK_GITHUB_ALLOWED_ORG: "org" },
    ],
    [
      "a moderator organisation without GitHub sign-in",
      "CLICKCLACK_GITHUB_CLIENT_ID",
      { ...secure, CLICKCLACK_GITHUB_MODERATOR_ORG: "org" },
    ],
    ["an OpenID client id without its secret", "OPENCLAW_ID_CLIENT_SECRET", { ...secure, OPENCLAW_ID_CLIENT_ID: "id" }],
    [
      "OpenID sign-in without a public URL",
      "CLICKCLACK_PUBLIC_URL",
      { OPENCLAW_ID_CLIENT_ID: "id", OPENCLAW_ID_CLIENT_SECRET: "hush-hush" },
    ],
    ["an issuer without https", "OPENCLAW_ID_ISSUER", { OPENCLAW_ID_ISSUER: "http://id.example.org" }],
    [
      "an Access team domain without an audience",
      "CLICKCLACK_ACCESS_AUD",
      { ...secure, CLICKCLACK_ACCESS_TEAM_DOMAIN: "https://team.example.org" },
    ],
    [
      "an Access audience without a team domain",
      "CLICKCLACK_ACCESS_TEAM_DOMAIN",
      { ...secure, CLICKCLACK_ACCESS_AUD: "aud" },
    ],
    [
      "an Access team domain without https",
      "CLICKCLACK_ACCESS_TEAM_DOMAIN",
      { ...secure, CLICKCLACK_ACCESS_TEAM_DOMAIN: "http://127.0.0.1", CLICKCLACK_ACCESS_AUD: "aud" },
    ],
    ["a public URL without https", "CLICKCLACK_PUBLIC_URL", { CLICKCLACK_PUBLIC_URL: "http://chat.example.org" }],
    ["a public URL with a path", "CLICKCLACK_PUBLIC_URL", { CLICKCLACK_PUBLIC_URL: "https://chat.example.org/chat" }],
    [
      "a public URL with credentials",
      "CLICKCLACK_PUBLIC_URL",
      { CLICKCLACK_PUBLIC_URL: "https://me:hush-hush@chat.example.org" },
    ],
    ["a public URL with a query", "CLICKCLACK_PUBLIC_URL", { CLICKCLACK_PUBLIC_URL: "https://chat.example.org/?a=b" }],
    ["a public URL that is none", "CLICKCLACK_PUBLIC_URL", { CLICKCLACK_PUBLIC_URL: "chat.example.org" }],
    [
      "a public API URL without https",
      "CLICKCLACK_PUBLIC_API_URL",
      { ...secure, CLICKCLACK_PUBLIC_API_URL: "http://api.example.org" },
    ],
    [
      "a loopback frontend with an https API",
      "CLICKCLACK_PUBLIC_API_URL",
      { CLICKCLACK_PUBLIC_URL: "http://localhost:3000", CLICKCLACK_PUBLIC_API_URL: "https://api.example.org" },
    ],
    [
      "an https frontend with a loopback API",
      "CLICKCLACK_PUBLIC_API_URL",
      { ...secure, CLICKCLACK_PUBLIC_API_URL: "http://localhost:8080" },
    ],
    [
      "a loopback frontend and API under two names",
      "CLICKCLACK_PUBLIC_API_URL",
      { CLICKCLACK_PUBLIC_URL: "http://localhost:3000", CLICKCLACK_PUBLIC_API_URL: "http://127.0.0.1:8080" },
    ],
    [
      "a cookie namespace in capitals",
      "CLICKCLACK_COOKIE_NAMESPACE",
      { ...secure, CLICKCLACK_COOKIE_NAMESPACE: "Team" },
    ],
    [
      "a cookie namespace that begins with a hyphen",
      "CLICKCLACK_COOKIE_NAMESPACE",
      { ...secure, CLICKCLACK_COOKIE_NAMESPACE: "-team" },
    ],
    [
      "a cookie namespace of 33 characters",
      "CLICKCLACK_COOKIE_NAMESPACE",
      { ...secure, CLICKCLACK_COOKIE_NAMESPACE: "n".repeat(33) },
    ],
    ["a cookie namespace without a public URL", "CLICKCLACK_PUBLIC_URL", { CLICKCLACK_COOKIE_NAMESPACE: "team" }],
    [
      "a frame ancestor with a path",
      "CLICKCLACK_EMBED_FRAME_ANCESTORS",
      { CLICKCLACK_EMBED_FRAME_ANCESTORS: "https://host.example/page" },
    ],
    [
      "a frame ancestor with a wildcard",
      "CLICKCLACK_EMBED_FRAME_ANCESTORS",
      { CLICKCLACK_EMBED_FRAME_ANCESTORS: "https://*.example" },
    ],
    [
      "a frame ancestor that is no origin",
      "CLICKCLACK_EMBED_FRAME_ANCESTORS",
      { CLICKCLACK_EMBED_FRAME_ANCESTORS: "javascript:alert(1)" },
    ],
    [
      "a frame ancestor that would end the policy",
      "CLICKCLACK_EMBED_FRAME_ANCESTORS",
      { CLICKCLACK_EMBED_FRAME_ANCESTORS: "https://a.example;script-src" },
    ],
    ["a truth value that is none", "CLICKCLACK_METRICS_ENABLED", { CLICKCLACK_METRICS_ENABLED: "perhaps" }],
    ["a dev bootstrap value that is none", "CLICKCLACK_DEV_BOOTSTRAP", { CLICKCLACK_DEV_BOOTSTRAP: "perhaps" }],
    ["an access log of another kind", "CLICKCLACK_ACCESS_LOG", { CLICKCLACK_ACCESS_LOG: "some" }],
    ["an address without a port", "CLICKCLACK_ADDR", { CLICKCLACK_ADDR: "127.0.0.1" }],
    ["a port above the last one", "CLICKCLACK_ADDR", { CLICKCLACK_ADDR: ":65536" }],
    ["a database of another kind", "CLICKCLACK_DB", { CLICKCLACK_DB: "mysql://root:hush-hush@localhost/x" }],
    ["uploads of another kind", "CLICKCLACK_UPLOADS", { CLICKCLACK_UPLOADS: "ftp://host/folder" }],
    [
      "R2 uploads without a bucket",
      "CLICKCLACK_UPLOADS",
      { CLICKCLACK_UPLOADS: "r2://", ...r2, CLICKCLACK_R2_ACCOUNT_ID: "a" },
    ],
    ["R2 uploads without keys", "CLICKCLACK_R2_ACCESS_KEY_ID", { CLICKCLACK_UPLOADS: "r2://bucket/prefix" }],
    [
      "R2 uploads without a secret",
      "CLICKCLACK_R2_SECRET_ACCESS_KEY",
      {
        CLICKCLACK_UPLOADS: "r2://bucket",
        CLICKCLACK_R2_ENDPOINT: "http://127.0.0.1:9",
        CLICKCLACK_R2_ACCESS_KEY_ID: "key",
      },
    ],
    [
      "R2 uploads without an endpoint or account",
      "CLICKCLACK_R2_ACCOUNT_ID",
      { CLICKCLACK_UPLOADS: "r2://bucket", ...r2 },
    ],
    [
      "a prefix that leads out of itself",
      "CLICKCLACK_UPLOADS",
      { CLICKCLACK_UPLOADS: "r2://bucket/team/../other", ...r2, CLICKCLACK_R2_ACCOUNT_ID: "a" },
    ],
    ["S3 uploads without a region or endpoint", "AWS_REGION", { CLICKCLACK_UPLOADS: "s3://bucket" }],
    [
      "S3 uploads with half of the keys",
      "AWS_SECRET_ACCESS_KEY",
      { CLICKCLACK_UPLOADS: "s3://bucket", AWS_REGION: "eu-central-1", AWS_ACCESS_KEY_ID: "key" },
    ],
    [
      "S3 uploads with the settings of R2",
      "CLICKCLACK_R2_ACCOUNT_ID",
      { CLICKCLACK_UPLOADS: "s3://bucket", AWS_REGION: "eu-central-1", CLICKCLACK_R2_ACCOUNT_ID: "account" },
    ],
    [
      "an S3 endpoint that is none",
      "AWS_ENDPOINT_URL_S3",
      { CLICKCLACK_UPLOADS: "s3://bucket", AWS_ENDPOINT_URL_S3: "somewhere" },
    ],
    ["an R2 endpoint that is none", "CLICKCLACK_R2_ENDPOINT", { CLICKCLACK_R2_ENDPOINT: "somewhere" }],
    [
      "a home link with credentials",
      "CLICKCLACK_HOME_URL",
      { CLICKCLACK_HOME_URL: "https://me:hush-hush@example.org" },
    ],
    ["a home link that leaves the site unseen", "CLICKCLACK_HOME_URL", { CLICKCLACK_HOME_URL: "//example.org" }],
    ["a home label that is too long", "CLICKCLACK_HOME_LABEL", { CLICKCLACK_HOME_LABEL: "x".repeat(33) }],
    ["VAPID keys without a subject", "CLICKCLACK_WEB_PUSH_VAPID_SUBJECT", keys],
    [
      "a VAPID subject without keys",
      "CLICKCLACK_WEB_PUSH_VAPID_PRIVATE_KEY",
      { CLICKCLACK_WEB_PUSH_VAPID_SUBJECT: "mailto:ops@example.org" },
    ],
    [
      "a VAPID subject that is none",
      "CLICKCLACK_WEB_PUSH_VAPID_SUBJECT",
      { ...keys, CLICKCLACK_WEB_PUSH_VAPID_SUBJECT: "ops" },
    ],
    [
      "a VAPID key that is none",
      "CLICKCLACK_WEB_PUSH_VAPID_PRIVATE_KEY",
      {
        ...keys,
        CLICKCLACK_WEB_PUSH_VAPID_SUBJECT: "mailto:ops@example.org",
        CLICKCLACK_WEB_PUSH_VAPID_PRIVATE_KEY: "hush-hush",
      },
    ],
  ]
  for (const [what, named, env] of cases)
    test(`${what}, in one sentence that names it and tells no secret`, () => {
      const sentence = complaint({ env })
      expect(sentence).toContain(named)
      expect(sentence).toMatch(/^[^\n]+\.$/)
      expect(sentence).not.toContain("hush-hush")
    })

  test("a flag is named as a flag", () => {
    expect(complaint({ flags: { "embed-frame-ancestors": "javascript:alert(1)" } })).toStartWith(
      "--embed-frame-ancestors ",
    )
  })

  test("a config file that is missing, no JSON, no object, mistyped or has a strange key", () => {
    const missing = () => {
      throw Object.assign(new Error("no such file"), { code: "ENOENT" })
    }
    expect(complaint({ flags: { config: "nowhere.json" }, readFile: missing })).toBe(
      "--config names nowhere.json, which cannot be read (ENOENT).",
    )
    expect(complaint(file("addr: 8080"))).toContain("not valid JSON")
    expect(complaint(file([1]))).toContain("JSON object")
    expect(complaint(file({ metrics_enabled: "yes please" }))).toStartWith(
      '"metrics_enabled" in clickclack.json must be true or false',
    )
    expect(complaint(file({ metrics_enabled: "true" }))).toContain("must be true or false")
    expect(complaint(file({ embed_frame_ancestors: [1] }))).toContain("list of texts")
    expect(complaint(file({ github_client_secret: 5 }))).toBe('"github_client_secret" in clickclack.json must be text.')
    expect(complaint(file({ metrics_enable: true }))).toBe(
      '"metrics_enable" in clickclack.json is not a setting of ClickClack.',
    )
    expect(complaint({ flags: { config: true } })).toContain("--config")
  })
})

describe("the list", () => {
  test("names no setting, variable or flag twice, and no secret has a flag but the database", () => {
    for (const names of [list.map((s) => s.key), list.map((s) => s.env), list.flatMap((s) => s.flag ?? [])])
      expect(new Set(names).size).toBe(names.length)
    expect(list.filter((s) => s.secret && s.flag).map((s) => s.key)).toEqual(["db"])
  })

  test("docs/configuration.md tells every setting as the program knows it, and no other", async () => {
    const text = await Bun.file(new URL("../docs/configuration.md", import.meta.url)).text()
    const rows = text.split("\n").filter((line) => /^\| `\w+` \| `[A-Z_0-9]+` \|/.test(line))
    const code = (name: string | undefined) => (name ? `\`${name}\`` : "–")
    expect(rows).toEqual(
      list.map((s) => {
        const fallback = Array.isArray(s.default) ? undefined : String(s.default)
        return `| ${code(s.key)} | ${code(s.env)} | ${code(s.flag && `--${s.flag}`)} | ${code(fallback)} | ${s.help} |`
      }),
    )
  })
})
