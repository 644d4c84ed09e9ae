/** What a setting holds: text, a truth value, a list of texts, or one of a few words. */
export type Kind = "text" | "truth" | "list" | "choice"

export type Setting = {
  /** Its name in the JSON file and in `Config`. */
  key: string
  env: string
  /** Without the dashes. Secrets have none: a command line is readable by everybody on the machine. */
  flag?: string
  kind: Kind
  default: string | boolean | readonly string[]
  choices?: readonly string[]
  /** Never printed, also not in an error. */
  secret?: true
  group: string
  help: string
}

const declare = <const S extends readonly Setting[]>(list: S): S => list

/** Every setting of `serve`, once: the loader, `--help` and docs/configuration.md all come from this list. */
export const settings = declare([
  {
    key: "addr",
    env: "CLICKCLACK_ADDR",
    flag: "addr",
    kind: "text",
    default: ":8080",
    group: "Where it listens and stores",
    help: "Address to listen on, host:port; without a host on every interface; port 0 takes a free one",
  },
  {
    key: "data",
    env: "CLICKCLACK_DATA",
    flag: "data",
    kind: "text",
    default: "./data",
    group: "Where it listens and stores",
    help: "Folder for the database and the uploads, made when it is missing",
  },
  {
    key: "db",
    env: "CLICKCLACK_DB",
    flag: "db",
    kind: "text",
    default: "",
    secret: true,
    group: "Where it listens and stores",
    help: "Database: sqlite://path or postgres://user:password@host/name; without it clickclack.db in the data folder",
  },
  {
    key: "uploads",
    env: "CLICKCLACK_UPLOADS",
    flag: "uploads",
    kind: "text",
    default: "",
    group: "Where it listens and stores",
    help: "Uploaded files: a folder, file://path, r2://bucket/prefix or s3://bucket/prefix; without it the folder uploads in the data folder",
  },
  {
    key: "r2_account_id",
    env: "CLICKCLACK_R2_ACCOUNT_ID",
    kind: "text",
    default: "",
    group: "Where it listens and stores",
    help: "Cloudflare account of an r2:// bucket; the endpoint follows from it",
  },
  {
    key: "r2_access_key_id",
    env: "CLICKCLACK_R2_ACCESS_KEY_ID",
    kind: "text",
    default: "",
    group: "Where it listens and stores",
    help: "Access key id of an r2:// bucket",
  },
  {
    key: "r2_secret_access_key",
    env: "CLICKCLACK_R2_SECRET_ACCESS_KEY",
    kind: "text",
    default: "",
    secret: true,
    group: "Where it listens and stores",
    help: "Secret access key of an r2:// bucket",
  },
  {
    key: "r2_endpoint",
    env: "CLICKCLACK_R2_ENDPOINT",
    kind: "text",
    default: "",
    group: "Where it listens and stores",
    help: "URL of the store of an r2:// bucket, instead of the account id",
  },
  {
    key: "s3_region",
    env: "AWS_REGION",
    kind: "text",
    default: "",
    group: "Where it listens and stores",
    help: "Region of an s3:// bucket; with an endpoint us-east-1 unless it says otherwise",
  },
  {
    key: "s3_endpoint",
    env: "AWS_ENDPOINT_URL_S3",
    kind: "text",
    default: "",
    group: "Where it listens and stores",
    help: "URL of another S3-compatible store for an s3:// bucket, instead of AWS",
  },
  {
    key: "s3_access_key_id",
    env: "AWS_ACCESS_KEY_ID",
    kind: "text",
    default: "",
    group: "Where it listens and stores",
    help: "Access key id of an s3:// bucket; without it the role of the machine or its AWS files",
  },
  {
    key: "s3_secret_access_key",
    env: "AWS_SECRET_ACCESS_KEY",
    kind: "text",
    default: "",
    secret: true,
    group: "Where it listens and stores",
    help: "Secret access key of an s3:// bucket",
  },
  {
    key: "s3_session_token",
    env: "AWS_SESSION_TOKEN",
    kind: "text",
    default: "",
    secret: true,
    group: "Where it listens and stores",
    help: "Session token that belongs to a temporary access key",
  },
  {
    key: "environment",
    env: "CLICKCLACK_ENVIRONMENT",
    flag: "environment",
    kind: "text",
    default: "",
    group: "What operators see",
    help: "Label of this installation in metrics and logs",
  },
  {
    key: "metrics_enabled",
    env: "CLICKCLACK_METRICS_ENABLED",
    flag: "metrics-enabled",
    kind: "truth",
    default: false,
    group: "What operators see",
    help: "Serve Prometheus text at /metrics",
  },
  {
    key: "access_log",
    env: "CLICKCLACK_ACCESS_LOG",
    flag: "access-log",
    kind: "choice",
    choices: ["all", "errors", "off"],
    default: "all",
    group: "What operators see",
    help: "Which requests are logged: all, errors or off",
  },
  {
    key: "public_url",
    env: "CLICKCLACK_PUBLIC_URL",
    flag: "public-url",
    kind: "text",
    default: "",
    group: "Where people find it",
    help: "Origin that people open, such as https://chat.example.org; http only on this machine",
  },
  {
    key: "public_api_url",
    env: "CLICKCLACK_PUBLIC_API_URL",
    flag: "public-api-url",
    kind: "text",
    default: "",
    group: "Where people find it",
    help: "Where the API is reached from outside, with a base path if it has one; without it the public URL",
  },
  {
    key: "home_url",
    env: "CLICKCLACK_HOME_URL",
    flag: "home-url",
    kind: "text",
    default: "/",
    group: "Where people find it",
    help: "Where the home link leads: an http(s) URL or a path of this site",
  },
  {
    key: "home_label",
    env: "CLICKCLACK_HOME_LABEL",
    flag: "home-label",
    kind: "text",
    default: "cc",
    group: "Where people find it",
    help: "Text of the home link, 1 to 32 characters",
  },
  {
    key: "embed_frame_ancestors",
    env: "CLICKCLACK_EMBED_FRAME_ANCESTORS",
    flag: "embed-frame-ancestors",
    kind: "list",
    default: [],
    group: "Where people find it",
    help: "Origins that may show /embed/ pages in a frame, separated by commas or spaces",
  },
  {
    key: "cookie_namespace",
    env: "CLICKCLACK_COOKIE_NAMESPACE",
    flag: "cookie-namespace",
    kind: "text",
    default: "",
    group: "Where people find it",
    help: "Keeps the cookies of several servers on one host apart: at most 32 of a-z, 0-9 and inner hyphens",
  },
  {
    key: "dev_bootstrap",
    env: "CLICKCLACK_DEV_BOOTSTRAP",
    flag: "dev-bootstrap",
    kind: "truth",
    default: false,
    group: "How people sign in",
    help: "For development: makes a first user, and callers on this machine are signed in without a password",
  },
  {
    key: "password_auth_enabled",
    env: "CLICKCLACK_PASSWORD_AUTH_ENABLED",
    flag: "password-auth",
    kind: "truth",
    default: false,
    group: "How people sign in",
    help: "Allow signing in with a password",
  },
  {
    key: "github_client_id",
    env: "CLICKCLACK_GITHUB_CLIENT_ID",
    kind: "text",
    default: "",
    group: "How people sign in",
    help: "Client id of the GitHub OAuth app; switches GitHub sign-in on",
  },
  {
    key: "github_client_secret",
    env: "CLICKCLACK_GITHUB_CLIENT_SECRET",
    kind: "text",
    default: "",
    secret: true,
    group: "How people sign in",
    help: "Client secret of the GitHub OAuth app",
  },
  {
    key: "github_allowed_org",
    env: "CLICKCLACK_GITHUB_ALLOWED_ORG",
    kind: "text",
    default: "",
    group: "How people sign in",
    help: "GitHub organisation whose members become members of the team",
  },
  {
    key: "github_moderator_org",
    env: "CLICKCLACK_GITHUB_MODERATOR_ORG",
    kind: "text",
    default: "",
    group: "How people sign in",
    help: "GitHub organisation whose members become moderators; everybody else arrives as a guest",
  },
  {
    key: "openclaw_id_client_id",
    env: "OPENCLAW_ID_CLIENT_ID",
    kind: "text",
    default: "",
    group: "How people sign in",
    help: "Client id at the OpenID provider; switches OpenID sign-in on",
  },
  {
    key: "openclaw_id_client_secret",
    env: "OPENCLAW_ID_CLIENT_SECRET",
    kind: "text",
    default: "",
    secret: true,
    group: "How people sign in",
    help: "Client secret at the OpenID provider",
  },
  {
    key: "openclaw_id_issuer",
    env: "OPENCLAW_ID_ISSUER",
    kind: "text",
    default: "https://id.openclaw.ai/api/auth",
    group: "How people sign in",
    help: "Issuer URL of the OpenID provider",
  },
  {
    key: "access_team_domain",
    env: "CLICKCLACK_ACCESS_TEAM_DOMAIN",
    flag: "access-team-domain",
    kind: "text",
    default: "",
    group: "How people sign in",
    help: "Cloudflare Access team, such as https://team.cloudflareaccess.com",
  },
  {
    key: "access_aud",
    env: "CLICKCLACK_ACCESS_AUD",
    flag: "access-aud",
    kind: "text",
    default: "",
    group: "How people sign in",
    help: "Audience tag of the Cloudflare Access application",
  },
  {
    key: "pushover_api_token",
    env: "CLICKCLACK_PUSHOVER_API_TOKEN",
    kind: "text",
    default: "",
    secret: true,
    group: "What it sends out",
    help: "Pushover application token; switches Pushover notifications on",
  },
  {
    key: "pushover_api_url",
    env: "CLICKCLACK_PUSHOVER_API_URL",
    kind: "text",
    default: "https://api.pushover.net/1/messages.json",
    group: "What it sends out",
    help: "Where Pushover takes messages, or something that speaks like it",
  },
  {
    key: "web_push_vapid_subject",
    env: "CLICKCLACK_WEB_PUSH_VAPID_SUBJECT",
    kind: "text",
    default: "",
    group: "What it sends out",
    help: "Who answers for web push: a mailto: or https: URL",
  },
  {
    key: "web_push_vapid_public_key",
    env: "CLICKCLACK_WEB_PUSH_VAPID_PUBLIC_KEY",
    kind: "text",
    default: "",
    group: "What it sends out",
    help: "Public key for web push, as `admin webpush keygen` prints it",
  },
  {
    key: "web_push_vapid_private_key",
    env: "CLICKCLACK_WEB_PUSH_VAPID_PRIVATE_KEY",
    kind: "text",
    default: "",
    secret: true,
    group: "What it sends out",
    help: "Private key for web push",
  },
  {
    key: "callbacks_allow_private",
    env: "CLICKCLACK_CALLBACKS_ALLOW_PRIVATE",
    flag: "callbacks-allow-private",
    kind: "truth",
    default: false,
    group: "What it sends out",
    help: "Let slash command callbacks, event callbacks and web pushes reach private and loopback addresses",
  },
  {
    key: "callbacks_allowed_hosts",
    env: "CLICKCLACK_CALLBACKS_ALLOWED_HOSTS",
    flag: "callbacks-allowed-hosts",
    kind: "list",
    default: [],
    group: "What it sends out",
    help: "Names or addresses that callbacks may reach even where they are private, such as ci.internal",
  },
])

type Declared = (typeof settings)[number]
export type Key = Declared["key"]
type ValueOf<S extends Declared> = S["kind"] extends "truth"
  ? boolean
  : S["kind"] extends "list"
    ? string[]
    : S extends { choices: readonly (infer C)[] }
      ? C
      : string

/** Every setting by its JSON key; a text that is not set is "". */
export type Config = { [S in Declared as S["key"]]: ValueOf<S> }
