/**
 * The secret after the # of a link. It leaves the address bar at once, and was never sent to the server with it. Another
 * link pasted into the same tab changes only what follows the #: then the page starts anew with that one.
 */
export const takeSecret = () => {
  const secret = location.hash.slice(1)
  if (secret) history.replaceState(history.state, "", location.pathname + location.search)
  window.addEventListener("hashchange", () => location.reload(), { once: true })
  return secret
}
