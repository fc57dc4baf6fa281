// The language of the page. All words stand in strings.ja.js and strings.en.js.

import ja from './strings.ja.js'

const loaded = {ja}
let current = 'ja'

export const lang = () => current

/** Loads the words before it returns. Anything but `en` is Japanese. */
export async function setLang(wanted) {
  const next = wanted === 'en' ? 'en' : 'ja'
  if (!loaded[next]) loaded[next] = (await import('./strings.en.js')).default
  current = next
  document.documentElement.lang = next
}

/** The words for `key`; those that are functions get `values`. */
export function t(key, ...values) {
  const found = loaded[current][key] ?? ja[key]
  if (found === undefined) throw new Error(`no words for ${key}`)
  return typeof found === 'function' ? found(...values) : found
}

/** A moment, by its day. */
export const date = value => new Intl.DateTimeFormat(current === 'en' ? 'en' : 'ja', {dateStyle: 'medium'}).format(new Date(value))

export const number = value => new Intl.NumberFormat(current === 'en' ? 'en' : 'ja').format(value)
