// A set that was asked for, as a table that can be sorted and saved, with a bar of how many have what.

import {announce, download, framed, h, prefersStill} from './dom.js'
import {flat} from './format.js'
import {t} from './i18n.js'
import {toCsv, toMarkdown} from './csv.js'
import {shareBar, standings, tiles} from './share.js'

const collator = new Intl.Collator('ja', {numeric: true})

/** One row an entity, and one a municipality without a mention. */
function rowsOf(reply) {
  const cited = new Map(reply.citations.map(c => [c.marker, c]))
  const found = reply.entities.map((entity, order) => {
    const citations = entity.citations.map(n => cited.get(n)).filter(Boolean)
    return {
      order, code: entity.code, name: entity.name, status: entity.status ?? t('noStatus'), citations, mentioned: true,
      owner: [...new Set(citations.map(c => c.municipality).filter(Boolean))].join('、'),
      quote: citations.map(c => flat(c.quote)).join(' … '),
      document: citations.map(c => c.title).join('、'),
      page: citations.map(c => c.page).join('、'),
    }
  })
  const without = (reply.coverage?.without ?? []).map((name, i) => ({
    order: found.length + i, name, status: t('noMention'), citations: [], mentioned: false,
    owner: '', quote: '', document: '', page: '',
  }))
  return {found, without}
}

export function listTable(reply, marker) {
  const {found, without} = rowsOf(reply)
  const ofMunicipalities = reply.entities.some(entity => entity.code)
  const columns = [
    {key: 'name', label: t(ofMunicipalities ? 'colName' : 'colMeasure'), japanese: true},
    !ofMunicipalities && {key: 'owner', label: t('colOwner'), japanese: true},
    {key: 'status', label: t('colStatus')},
    {key: 'quote', label: t('colQuote'), japanese: true},
    {key: 'page', label: t('colPage')},
  ].filter(column => column && (column.key !== 'status' || reply.entities.some(entity => entity.status)))
  const state = {key: 'order', up: true, all: false}
  const body = h('tbody')
  const drawn = new Map()
  const heads = columns.map(column => h('th', {scope: 'col', 'aria-sort': 'none', class: `col-${column.key}`},
    h('button', {type: 'button', class: 'sort', onclick: () => sort(column)},
      column.label, h('span', {'aria-hidden': 'true', class: 'arrow'}))))

  function sort(column) {
    state.up = state.key === column.key ? !state.up : true
    state.key = column.key
    draw()
    announce(t('sortedBy', column.label, state.up))
  }

  const sorted = () => {
    const compare = state.key === 'order'
      ? (a, b) => a.order - b.order
      : (a, b) => collator.compare(a[state.key], b[state.key]) || a.order - b.order
    const rows = [...found, ...(state.all ? without : [])].sort(compare)
    return state.up ? rows : rows.reverse()
  }

  function draw() {
    columns.forEach((column, i) => heads[i].setAttribute(
      'aria-sort', state.key !== column.key ? 'none' : state.up ? 'ascending' : 'descending'))
    drawn.clear()
    body.replaceChildren(...sorted().map(row => {
      const line = h('tr', {class: row.mentioned ? null : 'unmentioned', role: 'row'}, columns.map(column => cell(row, column, marker)))
      drawn.set(row, line)
      return line
    }))
  }

  /** From a tile to the municipality's row. */
  function jump(row) {
    if (!drawn.has(row)) {
      state.all = everyone.checked = true
      draw()
    }
    const line = drawn.get(row)
    const name = line.querySelector('th')
    name.tabIndex = -1
    name.focus({preventScroll: true})
    line.scrollIntoView({block: 'center', behavior: prefersStill() ? 'auto' : 'smooth'})
  }

  function exported() {
    const fields = [...columns.filter(c => c.key !== 'page'), {key: 'document', label: t('colDocument')}, {key: 'page', label: t('colPages')}]
    return [fields.map(f => f.label), ...sorted().map(row => fields.map(f => row[f.key]))]
  }

  const everyone = h('input', {type: 'checkbox', onchange: event => { state.all = event.target.checked; draw() }})
  const groups = ofMunicipalities && reply.coverage ? standings(found, without) : null
  draw()
  return h('div', {class: 'list'},
    reply.coverage && h('p', {class: 'coverage'}, t('coverage', reply.coverage.documents, reply.coverage.municipalities)),
    groups && [shareBar(groups), tiles(groups, jump)],
    framed(t('listTable'), h('table', {class: 'cards'}, h('thead', {}, h('tr', {}, heads)), body)),
    h('div', {class: 'actions'},
      without.length > 0 && h('label', {class: 'check'}, everyone, t('showWithout', without.length)),
      h('button', {type: 'button', class: 'text-button',
        onclick: () => download('keikaku-list.csv', toCsv(exported()), 'text/csv')}, t('downloadCsv')),
      h('button', {type: 'button', class: 'text-button',
        onclick: () => download('keikaku-list.md', toMarkdown(exported()), 'text/markdown')}, t('downloadMarkdown'))))
}

function cell(row, column, marker) {
  const japanese = column.japanese ? 'ja' : null
  if (column.key === 'name') return h('th', {scope: 'row', role: 'rowheader', lang: japanese}, row.name)
  if (column.key === 'page') {
    return h('td', {class: 'col-page', role: 'cell'}, row.citations.map(c =>
      h('span', {class: 'place'}, marker(c.marker), h('span', {}, t('pageShort', c.page)))))
  }
  return h('td', {lang: japanese, role: 'cell', class: `col-${column.key}`}, row[column.key])
}
