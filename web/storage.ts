/** What is kept on this device. A browser that refuses storage only forgets. */
const guarded = <T>(work: () => T, otherwise: T): T => {
  try {
    return work()
  } catch (error) {
    if (error instanceof DOMException || error instanceof SyntaxError) return otherwise
    throw error
  }
}

const prefix = "clickclack:"

export const read = <T>(key: string): T | undefined =>
  guarded(() => {
    const text = localStorage.getItem(prefix + key)
    return text === null ? undefined : (JSON.parse(text) as T)
  }, undefined)

export const write = (key: string, value: unknown) =>
  guarded(() => {
    if (value === undefined) localStorage.removeItem(prefix + key)
    else localStorage.setItem(prefix + key, JSON.stringify(value))
  }, undefined)

/** Calls back when another tab changes or removes a value whose key begins so. */
export const onOtherTab = (start: string, listener: (key: string, value: unknown) => void) =>
  window.addEventListener("storage", ({ key, newValue }) => {
    if (!key?.startsWith(prefix + start)) return
    listener(key.slice(prefix.length), newValue === null ? undefined : read(key.slice(prefix.length)))
  })

/** Every value whose key begins so. */
export const readAll = <T>(start: string): Array<[key: string, value: T]> =>
  guarded(
    () =>
      Object.keys(localStorage)
        .filter((key) => key.startsWith(prefix + start))
        .map((key) => key.slice(prefix.length))
        .flatMap((key) => {
          const value = read<T>(key)
          return value === undefined ? [] : [[key, value] as [string, T]]
        }),
    [],
  )
