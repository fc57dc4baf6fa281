// Conversations: whole in this tab, and as the server keeps them, which outlasts the tab. Of those the browser remembers
// the ids alone, and only where no key says whose they are.

import {getJson, hasKey, request} from './api.js'
import {browser, tab} from './memory.js'

const NAME = 'keikaku.conversations'
const IDS = 'keikaku.sessions'
const MOST = 30
const MOST_IDS = 100

let kept = read(tab, NAME)
/** What the server told of conversations, the last used first. */
let stored = []

function read(memory, name) {
  try {
    return JSON.parse(memory.get(name)) ?? []
  } catch {
    return []
  }
}

/** Leaves the oldest conversations out until the browser has room for the rest. */
export function save() {
  kept = kept.filter((c, i) => i === 0 || c.turns.length).slice(0, MOST)
  remember(kept[0]?.session)
  for (let some = kept; some.length; some = some.slice(0, -1)) {
    if (tab.set(NAME, JSON.stringify(some))) return
  }
}

function remember(session) {
  if (session && !hasKey()) browser.set(IDS, JSON.stringify([...new Set([session, ...read(browser, IDS)])].slice(0, MOST_IDS)))
}

/** Newest first: those of this tab, of which the first is open, then those that only the server has. */
export function all() {
  const own = kept.filter(c => c.turns.length)
  const known = new Set(own.map(c => c.session))
  return [
    ...own.map(c => ({conversation: c, session: c.session, title: c.turns[0].question, questions: c.turns.length})),
    ...stored.filter(s => !known.has(s.id)).map(s => ({session: s.id, title: s.title, questions: s.questions, used: s.used})),
  ]
}

/** Asks the server what it keeps. */
export async function look() {
  const ids = read(browser, IDS)
  if (!hasKey() && !ids.length) return
  const query = hasKey() ? '' : `?${new URLSearchParams(ids.map(id => ['id', id]))}`
  stored = (await getJson(`conversations${query}`)).conversations
}

export function current() {
  if (!kept.length) begin()
  return kept[0]
}

export function begin() {
  if (kept[0]?.turns.length === 0) return
  kept.unshift({session: null, turns: []})
}

/** Opens one of `all()`. */
export async function resume({conversation, session}) {
  const opened = conversation ?? restored(await getJson(`conversations/${encodeURIComponent(session)}`))
  kept = [opened, ...kept.filter(c => c !== opened && c.turns.length)]
  save()
}

/** As the server has it: words and citations, without tables. */
function restored({id, turns}) {
  const out = []
  for (const {role, content, citations} of turns) {
    if (role === 'user') out.push({question: content})
    else if (out.length) out.at(-1).reply = {answer: content, citations, entities: [], conflicts: [], restored: true}
  }
  return {session: id, turns: out.filter(turn => turn.reply)}
}

/** Here and at the server. */
export async function remove({conversation, session}) {
  if (session) await remote(`conversations/${encodeURIComponent(session)}`)
  kept = kept.filter(c => c !== conversation)
  stored = stored.filter(s => s.id !== session)
  browser.set(IDS, JSON.stringify(read(browser, IDS).filter(id => id !== session)))
  save()
}

export async function removeAll() {
  if (hasKey()) await remote('conversations')
  else await Promise.all([...new Set(all().map(c => c.session).filter(Boolean))].map(id => remote(`conversations/${encodeURIComponent(id)}`)))
  kept = []
  stored = []
  tab.forget(NAME)
  browser.forget(IDS)
}

/** What the server no longer has is as good as deleted. */
async function remote(path) {
  await request(path, {method: 'DELETE'}).catch(error => { if (error.status !== 404) throw error })
}

/** What was said, as the API takes it: for a conversation that the server no longer keeps. */
export const history = conversation => conversation.turns.filter(turn => turn.reply).slice(-10).flatMap(turn => [
  {role: 'user', content: turn.question},
  {role: 'assistant', content: turn.reply.answer.slice(0, 20_000)},
])
