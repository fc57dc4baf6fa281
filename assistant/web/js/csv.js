// CSV (RFC 4180) out and in. Written with a byte order mark, which spreadsheets need to read Japanese.

/** Text that a spreadsheet would run as a formula is written with an apostrophe before it. */
export function toCsv(rows) {
  const cell = value => {
    const text = String(value ?? '')
    const safe = /^[=+\-@\t\r]/.test(text) && !/^[+-]?[\d.,]+$/.test(text) ? `'${text}` : text
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
  }
  return '\uFEFF' + rows.map(row => row.map(cell).join(',')).join('\r\n') + '\r\n'
}

export function toMarkdown(rows) {
  const cell = value => String(value ?? '').replace(/\s+/g, ' ').replaceAll('|', '\\|')
  const line = row => `| ${row.map(cell).join(' | ')} |`
  const [head, ...body] = rows
  return [line(head), line(head.map(() => '---')), ...body.map(line), ''].join('\n')
}

export function parseCsv(text) {
  const rows = [[]]
  const pattern = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|\n|\r|$)/g
  for (const [all, quoted, plain, end] of text.matchAll(pattern)) {
    if (all === '' && rows.at(-1).length === 0) break
    rows.at(-1).push(quoted !== undefined ? quoted.replaceAll('""', '"') : plain)
    if (end === '') break
    if (end !== ',') rows.push([])
  }
  return rows.filter(row => row.some(value => value.trim()))
}

/** The claims of a file: the column `claim` (主張) where there is one, else the first column; in a text, a line each. */
export function claimsOf(name, bytes) {
  const text = decode(bytes).replace(/^\uFEFF/, '')
  if (!/\.csv$/i.test(name)) return linesOf(text)
  const rows = parseCsv(text)
  const column = rows[0]?.findIndex(value => /^(claims?|主張|文)$/i.test(value.trim())) ?? -1
  const body = column >= 0 ? rows.slice(1) : rows
  return body.map(row => (row[Math.max(column, 0)] ?? '').trim()).filter(Boolean)
}

export const linesOf = text => text.split(/\r?\n/).map(line => line.trim()).filter(Boolean)

function decode(bytes) {
  try {
    return new TextDecoder('utf-8', {fatal: true}).decode(bytes)
  } catch {
    return new TextDecoder('shift_jis').decode(bytes)
  }
}
