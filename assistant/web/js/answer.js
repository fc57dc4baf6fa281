// A reply of the server as elements: statements with markers, verdict, list table, conflicts, sources.

import {copyButton, h} from './dom.js'
import {flat, formatted, plain} from './format.js'
import {lang, t} from './i18n.js'
import {listTable} from './list.js'

export const sourceHash = c =>
  `#/source/${encodeURIComponent(c.document)}/${c.page}?start=${c.start}&end=${c.end}`

export const sourceLink = c => new URL(sourceHash(c), location.href.split('#')[0]).href

const VERDICT_SIGNS = {supported: '✓', contradicted: '✕', not_found: '？'}

/** The verdict in a word, a sign and a colour. */
export function verdictLabel(verdict) {
  return h('span', {class: `verdict ${verdict}`},
    h('span', {'aria-hidden': 'true', class: 'sign'}, VERDICT_SIGNS[verdict]), t('verdicts')[verdict])
}

const where = c => [c.municipality, c.title].filter(Boolean).join(' ')

/** The numbered link that opens a citation's page. */
export function marker(c) {
  return h('a', {class: 'marker', href: sourceHash(c), 'aria-label': t('source', c.marker, where(c), c.page)}, String(c.marker))
}

export function markersFor(citations) {
  const known = new Map(citations.map(c => [c.marker, c]))
  return n => (known.has(n) ? marker(known.get(n)) : null)
}

/** Everything of a finished reply but the buttons under it. */
export function replyBody(reply) {
  const of = markersFor(reply.citations)
  return h('div', {class: 'reply'},
    reply.abstained && h('p', {class: 'abstained'}, h('span', {'aria-hidden': 'true', class: 'sign'}, '∅'), t('abstained')),
    reply.verdict && h('p', {class: 'verdict-line'}, verdictLabel(reply.verdict)),
    h('div', {class: 'statements', lang: reply.lang ?? lang()}, statements(reply, of)),
    reply.entities.length > 0 && listTable(reply, of),
    !reply.entities.length && reply.coverage && h('p', {class: 'coverage'}, t('coverage', reply.coverage.documents, reply.coverage.municipalities)),
    reply.conflicts.length > 0 && conflicts(reply.conflicts, of),
    reply.citations.length > 0 && sources(reply),
  )
}

function statements(reply, of) {
  const text = reply.verdict ? withoutVerdict(reply.answer) : reply.answer
  if (!reply.entities.length) return formatted(text, of)
  const lines = text.split('\n')
  const items = lines.filter(line => /^\s*[-*]\s/.test(line))
  const rest = lines.filter(line => !/^\s*[-*]\s/.test(line))
  return [
    formatted(rest.join('\n'), of),
    items.length > 0 && h('details', {class: 'prose'}, h('summary', {}, t('prose')), formatted(items.join('\n'), of)),
  ]
}

/** A claim's answer opens with its verdict in words, which is shown as a label already. */
export function withoutVerdict(answer) {
  const [first, ...rest] = answer.split('\n')
  return rest.length && !/\[\d+\]/.test(first) && first.length < 40 ? rest.join('\n') : answer
}

function conflicts(found, of) {
  return h('div', {class: 'conflicts', role: 'group', 'aria-label': t('conflicts')},
    h('h3', {}, h('span', {'aria-hidden': 'true', class: 'sign'}, '⚠'), t('conflicts')),
    h('dl', {}, found.map(conflict => [
      h('dt', {lang: 'ja'}, conflict.subject),
      conflict.values.map(v => h('dd', {lang: 'ja'}, v.value, of(v.marker))),
    ])))
}

function sources(reply) {
  const label = reply.abstained ? t('nearest') : t('sources', reply.citations.length)
  return h('details', {class: 'sources', open: reply.abstained || reply.citations.length <= 4},
    h('summary', {}, label),
    h('ol', {}, reply.citations.map(c =>
      h('li', {}, marker(c),
        h('div', {lang: 'ja'},
          h('p', {class: 'place'}, where(c), ' ', h('span', {lang: lang()}, pageOf(c))),
          h('blockquote', {}, flat(c.quote)),
          recognised(c) && h('p', {class: 'hint', lang: lang()}, recognised(c)),
          h('p', {class: 'print-only'}, sourceLink(c)))))))
}

/** The physical page, and the printed number where that is another. */
const pageOf = c => t('pageShort', c.page) + (c.label && c.label !== String(c.page) ? t('printedShort', c.label) : '')

/** Words that were read from an image may have been misread. */
const recognised = c => typeof c.confidence === 'number' && t('recognised', Math.round(c.confidence * 100))

/** The answer and its citations as plain text, to be pasted into a document. */
export function asText(question, reply) {
  const cited = reply.citations.map(c => {
    const place = [c.municipality, c.title, pageOf(c)].filter(Boolean).join(', ')
    return `[${c.marker}] ${place}: 「${flat(c.quote)}」 ${sourceLink(c)}`
  })
  return [question, '', plain(reply.answer), ...(cited.length ? ['', ...cited] : [])].join('\n') + '\n'
}

export function copyReply(question, reply) {
  return copyButton(t('copy'), () => asText(question, reply), {done: t('copied'), failed: t('copyFailed')})
}
