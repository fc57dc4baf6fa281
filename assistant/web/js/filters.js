// Which municipalities and documents a question is limited to.

import {getJson} from './api.js'
import {h} from './dom.js'
import {lang, t} from './i18n.js'

const chosen = {municipalities: new Map(), documents: new Map()}

/** For the request: full names of municipalities, ids of documents. */
export const filters = () => ({
  municipalities: [...chosen.municipalities.keys()],
  documents: [...chosen.documents.keys()],
})

export const filterNames = () => [...chosen.municipalities.values(), ...chosen.documents.values()]

export function filterBox() {
  const summary = h('summary', {})
  const count = () => {
    const n = filterNames().length
    summary.textContent = n ? t('filtersOn', n) : t('filters')
  }
  const content = h('div', {class: 'filter-columns'})
  const box = h('details', {class: 'filters'}, summary, content)
  box.addEventListener('toggle', () => { if (box.open && !content.children.length) fill(content, count) })
  count()
  return box
}

async function fill(content, count) {
  content.replaceChildren(h('p', {class: 'hint'}, t('loading')))
  try {
    const [{municipalities}, {documents}] = await Promise.all([getJson('municipalities'), getJson('documents')])
    content.replaceChildren(
      group(t('filterMunicipalities'), municipalities.map(m => [[...new Set([m.prefecture, m.name])].join(''), m.name]), chosen.municipalities, count),
      group(t('filterDocuments'), documents.map(d => [d.id, d.title]), chosen.documents, count))
  } catch (error) {
    content.replaceChildren(h('p', {class: 'error-text'}, error.message))
  }
}

function group(title, options, picked, count) {
  const boxes = options.map(([id, name]) => {
    const input = h('input', {type: 'checkbox', checked: picked.has(id)})
    input.addEventListener('change', () => {
      if (input.checked) picked.set(id, name)
      else picked.delete(id)
      count()
    })
    return {name, input, label: h('label', {class: 'check', lang: 'ja'}, input, h('span', {}, name))}
  })
  const list = h('div', {class: 'filter-list', tabindex: '0', role: 'group', 'aria-label': title}, boxes.map(b => b.label))
  const find = options.length > 12 && h('input', {
    type: 'search', 'aria-label': `${title}：${t('filterFind')}`, placeholder: t('filterFind'),
    oninput: event => {
      const words = event.target.value.trim().toLocaleLowerCase()
      for (const b of boxes) b.label.hidden = !b.name.toLocaleLowerCase().includes(words) && !b.input.checked
    },
  })
  const clear = h('button', {type: 'button', class: 'text-button', onclick: () => {
    for (const b of boxes) b.input.checked = false
    picked.clear()
    count()
  }}, t('filterClear'))
  return h('fieldset', {}, h('legend', {lang: lang()}, title), find, list, clear)
}
