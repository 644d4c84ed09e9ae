/** Bytes that shall survive a reload. A browser that refuses to keep them only forgets. */
const name = "files"

const answered = <T>(request: IDBRequest<T>) =>
  new Promise<T | undefined>((resolve) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => resolve(undefined)
  })

const open = () => {
  const request = indexedDB.open("clickclack", 1)
  request.onupgradeneeded = () => request.result.createObjectStore(name)
  return answered(request)
}

const within = async <T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>) => {
  const database = await open()
  if (!database) return undefined
  const result = await answered(work(database.transaction(name, mode).objectStore(name)))
  database.close()
  return result
}

export const blobs = {
  put: (key: string, blob: Blob) => within("readwrite", (store) => store.put(blob, key)),
  get: (key: string) => within<unknown>("readonly", (store) => store.get(key)).then(asBlob),
  remove: (key: string) => within("readwrite", (store) => store.delete(key)),
}

const asBlob = (value: unknown) => (value instanceof Blob ? value : undefined)
