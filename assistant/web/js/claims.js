// The view that checks claims: one a line, or from a file; verdicts with what the sources say instead.

import {markersFor, sourceLink, verdictLabel, withoutVerdict} from './answer.js'
import {postJson} from './api.js'
import {claimsOf, linesOf, toCsv} from './csv.js'
import {announce, download, framed, h} from './dom.js'
import {flat, formatted, plain} from './format.js'
import {lang, t} from './i18n.js'

const AT_ONCE = 10
const LONGEST = 2000
/** Seconds. */
const LONGEST_WAIT = 90
const VERDICTS = ['supported', 'contradicted', 'not_found']

/** What was typed and found stays when another view is shown in between. */
const kept = {text: '', replies: []}
let running = null

export function mount(main) {
  running?.abort()
  const results = h('div', {class: 'form', hidden: true})
  main.append(
    h('h1', {tabindex: '-1'}, t('claimsTitle')), h('p', {class: 'lead'}, t('claimsLead')),
    inputForm(results), results)
  if (kept.replies.length) drawResults(results)
}

function inputForm(results) {
  const problem = h('p', {class: 'error-text', id: 'claims-problem', role: 'alert'})
  const note = h('p', {class: 'hint', role: 'status'})
  const text = h('textarea', {id: 'claims', rows: '6', 'aria-describedby': 'claims-problem', value: kept.text})
  text.addEventListener('input', () => { kept.text = text.value; problem.textContent = '' })
  const file = h('input', {id: 'claims-file', type: 'file', accept: '.csv,.txt,text/csv,text/plain', 'aria-describedby': 'claims-file-hint'})
  file.addEventListener('change', async () => {
    const chosen = file.files[0]
    if (!chosen) return
    const claims = claimsOf(chosen.name, await chosen.arrayBuffer())
    kept.text = text.value = claims.join('\n')
    note.textContent = t('claimsRead', claims.length, chosen.name)
  })
  const button = h('button', {type: 'submit', class: 'button'}, t('claimsCheck'))
  const stop = h('button', {type: 'button', class: 'button outline', hidden: true, onclick: () => running?.abort()}, t('stop'))
  const progress = h('progress', {hidden: true, 'aria-label': t('claimsTitle')})
  const form = h('form', {class: 'form', novalidate: true},
    h('div', {class: 'field'}, h('label', {for: 'claims'}, t('claimsLabel')), text, problem),
    h('div', {class: 'field'}, h('label', {for: 'claims-file'}, t('claimsFile')), file,
      h('p', {class: 'hint', id: 'claims-file-hint'}, t('claimsFileHint'))),
    note, h('div', {class: 'buttons'}, button, stop), progress)

  form.addEventListener('submit', async event => {
    event.preventDefault()
    const claims = linesOf(text.value)
    const long = claims.findIndex(claim => [...claim].length > LONGEST)
    problem.textContent = !claims.length ? t('claimsNone') : long >= 0 ? t('claimsLong', long + 1) : ''
    if (problem.textContent) {
      text.focus()
      return
    }
    button.hidden = progress.hidden = true
    stop.hidden = progress.hidden = false
    running = new AbortController()
    try {
      await check(claims, running.signal, done => {
        progress.max = claims.length
        progress.value = done
        note.textContent = t('claimsProgress', done, claims.length)
        drawResults(results)
      })
      const count = verdict => kept.replies.filter(reply => reply.verdict === verdict).length
      note.textContent = t('claimsDone', ...VERDICTS.map(count))
    } catch (error) {
      if (error.name === 'AbortError') note.textContent = t('stopped')
      else problem.textContent = error.message
    }
    button.hidden = false
    stop.hidden = progress.hidden = true
  })
  return form
}

async function check(claims, signal, ondone) {
  kept.replies = []
  ondone(0)
  while (kept.replies.length < claims.length) {
    const some = claims.slice(kept.replies.length, kept.replies.length + AT_ONCE)
    const {replies} = await patiently(() => postJson('claims', {claims: some, lang: lang()}, {signal}), signal)
    kept.replies.push(...replies)
    ondone(kept.replies.length)
  }
}

/** A long list meets the limit of requests: waits as long as the server asks, then goes on. */
async function patiently(send, signal) {
  for (;;) {
    try {
      return await (await send()).json()
    } catch (error) {
      if (error.status !== 429 || !error.retryAfter || error.retryAfter > LONGEST_WAIT) throw error
      await new Promise(resolve => { setTimeout(resolve, 1000 * error.retryAfter) })
      signal.throwIfAborted()
    }
  }
}

function drawResults(results) {
  results.hidden = !kept.replies.length
  if (results.hidden) return
  const rows = kept.replies.map((reply, i) => ({reply, row: rowOf(reply, i)}))
  const body = h('tbody', {}, rows.map(r => r.row))
  const choice = (value, label) => h('label', {class: 'segment'},
    h('input', {type: 'radio', name: 'verdict', value, checked: value === 'all', onchange: () => {
      for (const {reply, row} of rows) row.hidden = value !== 'all' && verdictOf(reply) !== value
      announce(label)
    }}), h('span', {}, label))
  const counted = VERDICTS.map(verdict => [verdict, rows.filter(r => verdictOf(r.reply) === verdict).length])
  results.replaceChildren(
    h('h2', {}, t('claimsResults')),
    h('div', {class: 'summary'},
      h('fieldset', {class: 'segments'}, h('legend', {class: 'visually-hidden'}, t('showOnly')),
        choice('all', `${t('all')} ${rows.length}`),
        counted.map(([verdict, n]) => choice(verdict, `${t('verdicts')[verdict]} ${n}`))),
      h('button', {type: 'button', class: 'text-button', onclick: save}, t('downloadCsv'))),
    framed(t('claimsResults'), h('table', {class: 'cards'},
      h('thead', {}, h('tr', {}, ['colNumber', 'colClaim', 'colVerdict', 'colSays'].map(key => h('th', {scope: 'col'}, t(key))))),
      body)))
}

const verdictOf = reply => reply.verdict ?? 'not_found'

function rowOf(reply, i) {
  return h('tr', {},
    h('td', {}, String(i + 1)),
    h('th', {scope: 'row', class: 'col-claim', lang: 'ja'}, reply.claim),
    h('td', {}, verdictLabel(verdictOf(reply))),
    h('td', {class: 'col-says'}, formatted(withoutVerdict(reply.answer), markersFor(reply.citations))))
}

function save() {
  const head = [t('colNumber'), t('colClaim'), t('colVerdict'), t('colSays'), t('colQuote'), t('colDocument'), t('colPages'), 'URL']
  const rows = kept.replies.map((reply, i) => {
    const join = each => reply.citations.map(each).join('\n')
    return [i + 1, reply.claim, t('verdicts')[verdictOf(reply)], plain(withoutVerdict(reply.answer)),
      join(c => flat(c.quote)), join(c => c.title), join(c => c.page), join(sourceLink)]
  })
  download('keikaku-claims.csv', toCsv([head, ...rows]), 'text/csv')
}
