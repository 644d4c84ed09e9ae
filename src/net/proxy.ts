type Env = Record<string, string | undefined>

const defaultPort = (url: URL) => url.port || (url.protocol === "https:" ? "443" : "80")

/** True when `NO_PROXY` names the host: `*`, a name with everything below it, or either with a port. */
const exempt = (url: URL, list: string): boolean =>
  list
    .split(/[\s,]+/)
    .filter(Boolean)
    .some((entry) => {
      if (entry === "*") return true
      const [, name = "", port] = /^\.?\*?\.?(.*?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? []
      if (port && port !== defaultPort(url)) return false
      return url.hostname === name || url.hostname.endsWith(`.${name}`)
    })

/** The proxy through which the environment wants this address to be asked for. */
export const proxyFor = (url: URL, env: Env): string | undefined => {
  const name = url.protocol === "https:" ? "https_proxy" : "http_proxy"
  const proxy = env[name.toUpperCase()] || env[name]
  return proxy && !exempt(url, env.NO_PROXY || env.no_proxy || "") ? proxy : undefined
}
