// The view that answers questions: the conversation, the box to ask in, examples, filters, earlier conversations.

import {copyReply, markersFor, replyBody} from './answer.js'
import {ApiError, getJson} from './api.js'
import {ask} from './ask.js'
import * as conversations from './conversations.js'
import {announce, h, prefersStill} from './dom.js'
import {earlierBox} from './earlier.js'
import {feedback} from './feedback.js'
import {filterBox, filterNames, filters} from './filters.js'
import {formatted} from './format.js'
import {lang, t} from './i18n.js'
import {nearest} from './nearest.js'

const LONGEST = 2000
let running = null
let turnCount = 0
/** The view as it was last shown, with the language of its words. */
let last = {lang: null, nodes: []}

export function mount(main) {
  if (running && last.lang === lang()) {
    main.append(...last.nodes)
    return
  }
  running?.abort()
  const page = {}
  page.log = h('div', {class: 'turns'})
  page.examples = h('section', {class: 'examples', hidden: true, 'aria-labelledby': 'examples-title'})
  page.earlier = earlierBox({leave: () => cancel(page), open: focus => {
    open(page)
    if (focus) page.box.input.focus()
    else page.log.querySelector('h2')?.scrollIntoView()
  }})
  page.box = composer(text => submit(page, text), () => running?.abort())
  main.append(
    h('h1', {tabindex: '-1'}, t('chatTitle')), h('p', {class: 'lead'}, t('chatLead')),
    page.earlier.element, page.log, page.examples, page.box.form)
  last = {lang: lang(), nodes: [...main.children]}
  open(page)
  page.earlier.look()
}

function open(page) {
  page.log.replaceChildren(...conversations.current().turns.map(turn => turnOf(page, turn).element))
  page.earlier.draw()
  drawExamples(page)
}

// --- asking

async function submit(page, question) {
  const conversation = conversations.current()
  const turn = {question, filteredBy: filterNames()}
  const shown = turnOf(page, turn)
  page.examples.hidden = true
  page.log.append(shown.element)
  page.box.busy(true)
  bring(shown.element)
  announce(t('thinking'))
  running = new AbortController()
  const mine = running
  try {
    turn.reply = await ask(question, conversation, filters(), shown.live(), mine.signal)
    turn.reply.context = []
    announce(`${t('arrived', turn.reply.citations.length)} ${turn.reply.answer.split('\n')[0].replace(/\[\d+\]/g, '')}`)
  } catch (error) {
    if (error.name === 'AbortError') turn.stopped = true
    else turn.error = error instanceof ApiError ? error.message || t('interrupted') : String(error)
    announce(turn.stopped ? t('stopped') : turn.error)
  }
  conversation.turns.push(turn)
  conversations.save()
  shown.finish()
  page.earlier.draw()
  if (shown.element === page.log.lastChild) bring(shown.element)
  if (running === mine) {
    running = null
    page.box.busy(false)
  }
}

/** Ends the answer in the making, so that another conversation can be shown. */
function cancel(page) {
  running?.abort()
  running = null
  page.box.busy(false)
}

function bring(element) {
  element.scrollIntoView({block: 'start', behavior: prefersStill() ? 'auto' : 'smooth'})
}

function composer(onsend, onstop) {
  const hint = h('p', {class: 'hint', id: 'question-hint'}, t('questionHint'))
  const problem = h('p', {class: 'error-text', id: 'question-problem', role: 'alert'})
  const input = h('textarea', {
    id: 'question', rows: '1', required: true, 'aria-describedby': 'question-hint question-problem', enterkeyhint: 'send',
  })
  const button = h('button', {type: 'submit', class: 'button'}, t('send'))
  const stop = h('button', {type: 'button', class: 'button outline', hidden: true, onclick: onstop}, t('stop'))
  let busy = false
  const form = h('form', {class: 'composer'},
    h('label', {for: 'question'}, t('question')),
    h('div', {class: 'composer-row'}, input, h('div', {class: 'buttons'}, button, stop)),
    problem, h('div', {class: 'composer-foot'}, hint, filterBox()))
  const resize = () => {
    input.style.height = 'auto'
    input.style.height = `${Math.min(input.scrollHeight + 2, 240)}px`
  }
  input.addEventListener('input', () => { problem.textContent = ''; resize() })
  input.addEventListener('keydown', event => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return
    event.preventDefault()
    form.requestSubmit()
  })
  form.addEventListener('submit', event => {
    event.preventDefault()
    const text = input.value.trim()
    if (!text || busy) return
    if ([...text].length > LONGEST) {
      problem.textContent = t('tooLong', [...text].length)
      return
    }
    input.value = ''
    resize()
    onsend(text)
  })
  return {
    form, input,
    busy(value) {
      busy = value
      stop.hidden = !value
      button.hidden = value
    },
  }
}

// --- one turn

function turnOf(page, turn) {
  const id = `turn-${turnCount += 1}`
  const body = h('div', {class: 'turn-body'})
  const element = h('article', {class: 'turn', 'aria-labelledby': id},
    h('h2', {id, class: 'asked'}, h('span', {class: 'visually-hidden'}, `${t('you')}：`), turn.question),
    turn.filteredBy?.length > 0 && h('p', {class: 'hint'}, t('filteredBy', turn.filteredBy.join('、'))),
    body)
  const again = () => h('button', {type: 'button', class: 'text-button', onclick: () => {
    if (!running) submit(page, turn.question)
  }}, t('again'))

  function finish() {
    element.removeAttribute('aria-busy')
    body.querySelector('.progress')?.remove()
    if (turn.reply) {
      body.replaceChildren(replyBody(turn.reply))
      if (turn.reply.abstained && !turn.reply.citations.length) body.append(nearest(turn.question))
      body.append(h('div', {class: 'actions'},
        copyReply(turn.question, turn.reply), again(), feedback(turn.question, turn.reply), h('span', {class: 'hint by'}, by(turn.reply))))
    } else {
      body.append(
        h('p', {class: turn.error ? 'notice error' : 'hint', role: turn.error ? 'alert' : null}, turn.error ?? t('stopped')),
        h('div', {class: 'actions'}, again()))
    }
  }

  /** What comes while the answer is made, shown as it comes. */
  function live() {
    element.setAttribute('aria-busy', 'true')
    const progress = h('p', {class: 'progress'}, h('span', {class: 'dots', 'aria-hidden': 'true'}), h('span', {}, t('thinking')))
    const statements = h('div', {class: 'statements', lang: lang()})
    const citations = []
    body.replaceChildren(statements, progress)
    return {
      evidence: passages => { progress.lastChild.textContent = t('reading', passages.length) },
      statement: (text, more) => {
        citations.push(...(more ?? []))
        statements.append(...formatted(text, markersFor(citations)))
      },
      withheld: () => {
        if (!body.querySelector('.withheld')) body.append(h('p', {class: 'hint withheld'}, t('withheld')))
      },
    }
  }

  if (turn.reply || turn.error || turn.stopped) finish()
  return {element, finish, live}
}

function by(reply) {
  if (reply.restored) return t('restored')
  const seconds = reply.timings?.total
  const parts = [t('reader', reply.reader)]
  if (seconds !== undefined) parts.push(t('seconds', Math.max(seconds, 0.01).toFixed(seconds < 1 ? 2 : 1)))
  return parts.join(' · ')
}

// --- what stands around it

async function drawExamples(page) {
  page.examples.hidden = true
  if (conversations.current().turns.length) return
  const {questions} = await getJson(`examples?lang=${lang()}`).catch(() => ({questions: []}))
  if (!questions.length || conversations.current().turns.length || running) return
  page.examples.replaceChildren(
    h('h2', {id: 'examples-title'}, t('examples')),
    h('ul', {}, questions.map(q => h('li', {}, h('button', {type: 'button', class: 'example', onclick: () => submit(page, q.question)},
      h('span', {class: 'kind'}, t('exampleKinds')[q.kind] ?? ''), h('span', {}, q.question))))))
  page.examples.hidden = false
}
