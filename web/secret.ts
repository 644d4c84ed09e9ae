/** The secret after the # of a link. It leaves the address bar at once, and was never sent to the server with it. */
export const takeSecret = () => {
  const secret = location.hash.slice(1)
  if (secret) history.replaceState(history.state, "", location.pathname + location.search)
  return secret
}
