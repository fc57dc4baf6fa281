// The view of what is indexed, by municipality, with what the reader should know of each document.

import {adminBox, removeButton} from './admin.js'
import {forgetKey, getJson, hasKey, offers} from './api.js'
import {framed, h} from './dom.js'
import {t} from './i18n.js'

/** Below this, the municipality was inferred from the text. */
const CERTAIN = 1

export async function mount(main) {
  const body = h('div', {class: 'form'}, h('p', {class: 'hint'}, t('loading')))
  main.append(h('h1', {tabindex: '-1'}, t('documentsTitle')), body)
  await draw(body)
}

async function draw(body) {
  try {
    const me = await whoAsks()
    const reload = () => draw(body)
    const [{documents}, {municipalities}] = await Promise.all([getJson('documents'), getJson('municipalities')]).catch(error => {
      if (error.code !== 'index_missing') throw error
      return [{documents: []}, {municipalities: []}]
    })
    body.replaceChildren(...[
      documents.length ? h('p', {class: 'lead'}, t('documentsLead', documents.length, municipalities.length)) : nothing(),
      me.role === 'admin' ? adminBox(me, reload) : null,
      documents.length ? listing(documents, municipalities, me, reload) : null,
      hasKey() ? h('p', {}, h('button', {type: 'button', class: 'text-button', onclick: async () => { await forgetKey(); location.reload() }}, t('keyForget'))) : null,
    ].filter(Boolean))
  } catch (error) {
    body.replaceChildren(h('p', {class: 'notice error', role: 'alert'}, error.message))
  }
}

/** A server without roles is one person's own. */
async function whoAsks() {
  return offers.has('me') ? getJson('me') : {role: 'admin', internal: true}
}

const nothing = () => h('div', {class: 'notice'}, h('p', {}, t('documentsNone')), h('p', {class: 'hint'}, t('documentsNoneHint')))

function listing(documents, municipalities, me, reload) {
  const groups = grouped(documents, municipalities).map(([owner, some]) => {
    const rows = some.map(d => rowOf(d, coveredBy(d, municipalities), me, reload))
    const head = h('tr', {class: 'owner-row'}, h('th', {scope: 'rowgroup', colspan: canRemove(me) ? '5' : '4', lang: some[0].municipality ? 'ja' : null}, owner))
    return {owner, rows, body: h('tbody', {}, head, rows.map(r => r.row))}
  })
  const columns = ['colDocument', 'colYears', 'colPages', 'colNotes', ...(canRemove(me) ? ['colActions'] : [])]
  return h('div', {class: 'form'},
    documents.length > 5 && finder(groups),
    framed(t('documentsTitle'), h('table', {class: 'documents cards'},
      h('thead', {}, h('tr', {}, columns.map(key => h('th', {scope: 'col'}, t(key))))),
      groups.map(({body}) => body))))
}

const coveredBy = (d, municipalities) => municipalities.filter(m => m.documents.includes(d.id)).map(m => m.name)

/** By municipality in the order of their codes; books of several and those without one first. */
function grouped(documents, municipalities) {
  const groups = new Map()
  for (const d of [...documents].sort((a, b) => (a.municipality?.code ?? '').localeCompare(b.municipality?.code ?? ''))) {
    const owner = d.municipality
      ? [...new Set([d.municipality.prefecture, d.municipality.name])].join('')
      : t(coveredBy(d, municipalities).length > 1 ? 'manyOwners' : 'unknownOwner')
    groups.set(owner, [...(groups.get(owner) ?? []), d])
  }
  return [...groups]
}

function finder(groups) {
  const count = h('p', {class: 'hint', role: 'status'})
  const find = h('input', {type: 'search', id: 'documents-find', oninput: event => {
    const words = event.target.value.trim().toLocaleLowerCase()
    let shown = 0
    for (const {owner, rows, body} of groups) {
      for (const {row, text} of rows) row.hidden = !`${owner} ${text}`.toLocaleLowerCase().includes(words)
      const visible = rows.filter(({row}) => !row.hidden).length
      body.hidden = visible === 0
      shown += visible
    }
    count.textContent = words ? t('matches', shown) : ''
  }})
  return h('div', {class: 'field'}, h('label', {for: 'documents-find'}, t('documentsFilter')), find, count)
}

/** Only an address of the web becomes a link, whatever a manifest says. */
const isWeb = address => /^https?:\/\//i.test(address ?? '')

const canRemove = me => me.role === 'admin' && offers.has('remove')

function rowOf(d, covered, me, reload) {
  const notes = [
    d.municipality && d.confidence < CERTAIN && t('inferred', Math.round(d.confidence * 100)),
    ...d.warnings,
  ].filter(Boolean)
  const row = h('tr', {},
    h('th', {scope: 'row', class: 'col-document'},
      h('a', {href: `#/source/${encodeURIComponent(d.id)}/1`, lang: 'ja'}, d.title),
      d.visibility === 'internal' && [' ', h('span', {class: 'tag internal'}, t('internal'))],
      h('p', {class: 'covers'}, d.id, covered.length > 1 && [' · ', t('covers', ''), h('span', {lang: 'ja'}, covered.join('、'))],
        isWeb(d.source_url) && [' · ', h('a', {href: d.source_url, target: '_blank', rel: 'noopener'}, t('official'))])),
    h('td', {class: 'col-status', 'data-label': t('colYears')}, d.years ? t('years', ...d.years) : '—'),
    h('td', {class: 'col-page', 'data-label': t('colPages')}, String(d.pages)),
    h('td', {'data-label': t('colNotes')}, notes.length ? h('ul', {class: 'warnings'}, notes.map(note => h('li', {}, h('span', {}, note)))) : '—'),
    canRemove(me) && h('td', {}, removeButton(d, reload)))
  return {row, text: `${d.id} ${d.title} ${covered.join(' ')}`}
}
