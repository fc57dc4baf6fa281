// Conversations of this tab: kept through a reload, gone when the tab is closed.

import {tab} from './memory.js'

const NAME = 'keikaku.conversations'
const MOST = 30

let kept = read()

function read() {
  try {
    return JSON.parse(tab.get(NAME)) ?? []
  } catch {
    return []
  }
}

/** Leaves the oldest conversations out until the browser has room for the rest. */
export function save() {
  kept = kept.filter((c, i) => i === 0 || c.turns.length).slice(0, MOST)
  for (let some = kept; some.length; some = some.slice(0, -1)) {
    if (tab.set(NAME, JSON.stringify(some))) return
  }
}

/** Newest first; the first is the one that is open. */
export const all = () => kept.filter(c => c.turns.length)

export function current() {
  if (!kept.length) begin()
  return kept[0]
}

export function begin() {
  if (kept[0]?.turns.length === 0) return
  kept.unshift({session: null, turns: []})
}

export function resume(conversation) {
  kept = [conversation, ...kept.filter(c => c !== conversation && c.turns.length)]
  save()
}

export function forget() {
  kept = []
  tab.forget(NAME)
}

/** What was said, as the API takes it: for a conversation that the server no longer keeps. */
export const history = conversation => conversation.turns.filter(turn => turn.reply).slice(-10).flatMap(turn => [
  {role: 'user', content: turn.question},
  {role: 'assistant', content: turn.reply.answer.slice(0, 20_000)},
])
