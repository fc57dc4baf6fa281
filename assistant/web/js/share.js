// How many municipalities have what: one bar, and a tile for each, by prefecture. Every standing has a sign and a word
// besides its colour.

import {getJson} from './api.js'
import {append, h} from './dom.js'
import {t} from './i18n.js'

const SIGNS = ['●', '◆', '▲', '■']
/** From so many municipalities on, looking beats reading. */
const TILES_FROM = 6

/** The standings with their municipalities, the most frequent first; without a mention last. */
export function standings(found, without) {
  const groups = [...Map.groupBy(found, row => row.status)].map(([status, rows]) => ({status, rows: firstOfEach(rows)}))
  groups.sort((a, b) => b.rows.length - a.rows.length)
  groups.forEach((group, i) => Object.assign(group, {kind: `share-${i % SIGNS.length}`, sign: SIGNS[i % SIGNS.length]}))
  if (without.length) groups.push({status: t('noMention'), rows: without, kind: 'none', sign: '−'})
  return groups
}

const firstOfEach = rows => [...new Map(rows.map(row => [row.code ?? row.name, row])).values()]

/** Parts of one bar, each named and counted in the legend under it. */
export function shareBar(groups) {
  return h('figure', {class: 'share'},
    h('figcaption', {}, t('share')),
    h('div', {class: 'share-bar', 'aria-hidden': 'true'}, groups.map(({rows, kind, sign}) => {
      const part = h('span', {class: kind}, h('span', {class: 'sign'}, sign))
      part.style.flexGrow = String(rows.length)
      return part
    })),
    h('ul', {}, groups.map(({status, rows, kind, sign}) => h('li', {},
      h('span', {class: `swatch ${kind}`, 'aria-hidden': 'true'}, h('span', {class: 'sign'}, sign)),
      h('span', {}, `${status} `, h('strong', {}, String(rows.length)))))))
}

/** `jump(row)` shows a municipality's row in the table. Empty until the server has said which prefecture is whose. */
export function tiles(groups, jump) {
  const box = h('details', {class: 'tiles', hidden: true})
  const all = groups.flatMap(group => group.rows.map(row => ({...group, row})))
  if (all.length >= TILES_FROM) fill(box, all, jump).catch(() => {})
  return box
}

async function fill(box, all, jump) {
  const {municipalities} = await getJson('municipalities')
  const known = new Map(municipalities.map(m => [m.code, m]))
  const named = Map.groupBy(municipalities, m => m.name)
  const taken = new Set(all.map(({row}) => row.code).filter(Boolean))
  const placed = all.map(tile => {
    const own = known.get(tile.row.code) ?? (named.get(tile.row.name) ?? []).find(m => !taken.has(m.code))
    if (own) taken.add(own.code)
    return {...tile, code: own?.code ?? '', prefecture: own?.prefecture ?? ''}
  })
  if (!placed.some(tile => tile.code)) return
  placed.sort((a, b) => (a.code || '~').localeCompare(b.code || '~'))
  append(box, [h('summary', {}, t('tiles')),
    [...Map.groupBy(placed, tile => tile.prefecture)].map(([prefecture, some]) => [
      h('p', {class: 'prefecture', lang: prefecture ? 'ja' : null}, prefecture || t('noPrefecture')),
      h('ul', {lang: 'ja', 'aria-label': prefecture || t('noPrefecture')}, some.map(({row, status, kind, sign}) => h('li', {},
        h('button', {type: 'button', class: `tile ${kind}`, title: `${row.name}：${status}`, onclick: () => jump(row)},
          h('span', {class: 'sign', 'aria-hidden': 'true'}, sign), row.name, h('span', {class: 'visually-hidden'}, `：${status}`))))),
    ])])
  box.hidden = false
}
