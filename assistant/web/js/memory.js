// What the browser keeps: for this tab, or until it is told otherwise. Where it is told to keep nothing, nothing is kept.

const over = storage => ({
  get(name) {
    try { return storage().getItem(name) } catch { return null }
  },
  /** Whether there was room. */
  set(name, value) {
    try { storage().setItem(name, value); return true } catch { return false }
  },
  forget(name) {
    try { storage().removeItem(name) } catch { /* nothing was kept */ }
  },
})

export const tab = over(() => sessionStorage)
export const browser = over(() => localStorage)
