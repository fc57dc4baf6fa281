// The small part of Markdown that answers use, as elements: paragraphs, lists, headings, bold, code and markers.

import {h} from './dom.js'

const INLINE = /(\[\d+\]|\*\*[^*\n]+\*\*|`[^`\n]+`)/
const ITEM = /^\s*(?:[-*•・]|\d+[.)])\s+(.*)$/

/** `marker(n)` gives the element for [n], or null where there is no such citation (then the text stays as it is). */
export function formatted(text, marker) {
  const out = []
  let list = null
  for (const line of text.split('\n')) {
    if (!line.trim()) { list = null; continue }
    const item = line.match(ITEM)
    if (item) {
      if (!list) out.push(list = h('ul'))
      list.append(h('li', {}, inline(item[1], marker)))
      continue
    }
    list = null
    const heading = line.match(/^#{1,6}\s+(.*)$/)
    out.push(h('p', {}, heading ? h('strong', {}, inline(heading[1], marker)) : inline(line, marker)))
  }
  return out
}

export function inline(text, marker) {
  return text.split(INLINE).filter(Boolean).map(part => {
    const number = part.match(/^\[(\d+)\]$/)
    if (number) return marker(Number(number[1])) ?? part
    if (part.startsWith('**') && part.length > 4) return h('strong', {}, inline(part.slice(2, -2), marker))
    if (part.startsWith('`') && part.length > 2) return h('code', {}, part.slice(1, -1))
    return part
  })
}

/** The end of a line that was full: no gaps between cells, no end of a sentence. */
const RUNNING = /^[^\s]{12,15}[^\s。」）)]$/
const JAPANESE = /[\u3000-\u9fff\uff00-\uffef]/

/** A quote on one line. Lines of running text are joined as Japanese is, without a space; rows of a table with one. */
export function flat(text) {
  let out = ''
  for (const line of text.split('\n').map(part => part.trim()).filter(Boolean)) {
    const runs = out && RUNNING.test(out.slice(-16)) && JAPANESE.test(out.at(-1)) && JAPANESE.test(line[0])
    out += (out && !runs ? ' ' : '') + line
  }
  return out.replace(/\s+/g, ' ')
}

export const plain = text => text.replace(/\*\*([^*\n]+)\*\*/g, '$1').replace(/`([^`\n]+)`/g, '$1')
