// The passages that came nearest to a question which the documents do not answer.

import {sourceHash} from './answer.js'
import {getJson} from './api.js'
import {h} from './dom.js'
import {filters} from './filters.js'
import {flat} from './format.js'
import {t} from './i18n.js'

const SHOWN = 3
const LONGEST = 160

/** A closed box that searches when it is opened. */
export function nearest(question) {
  const list = h('ul', {class: 'nearest'})
  const box = h('details', {class: 'sources'}, h('summary', {}, t('nearest')), list)
  box.addEventListener('toggle', () => { if (box.open && !list.children.length) fill(list, question) })
  return box
}

async function fill(list, question) {
  const query = new URLSearchParams({q: question.slice(0, 2000), k: String(SHOWN)})
  for (const name of filters().municipalities) query.append('municipality', name)
  for (const id of filters().documents) query.append('document', id)
  try {
    const {hits} = await getJson(`search?${query}`)
    list.replaceChildren(...hits.map(hit => h('li', {},
      h('p', {class: 'place'},
        h('a', {href: sourceHash(hit), lang: 'ja'}, [hit.municipality, hit.title].filter(Boolean).join(' ')),
        ' ', t('pageShort', hit.page)),
      h('blockquote', {lang: 'ja'}, shortened(flat(hit.text))))))
  } catch (error) {
    list.replaceChildren(h('li', {class: 'error-text'}, error.message))
  }
}

const shortened = text => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text)
