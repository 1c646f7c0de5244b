/* Entry grid: text as people type and paste it. The server decides; this only reads the
   clipboard's blocks and finds the choice that a text means. */
"use strict";

(() => {
  const THAI_ZERO = "๐".charCodeAt(0);

  /* "๒.๕", no-break or zero-width spaces around -> 2.5 */
  const plain = (text) =>
    text
      .replace(/[\u200b-\u200d\u2060\ufeff]/g, "")
      .replace(/[๐-๙]/g, (digit) => digit.charCodeAt(0) - THAI_ZERO)
      .replace(/\s+/g, " ")
      .trim();

  const number = (text) => (/^-?\d+([.]\d+)?$/.test(text) ? Number(text) : null);

  /* Rows of cells of a spreadsheet's clipboard text. A cell with tabs, breaks or quotes of its
     own stands in quotes, quotes doubled; the break after the last row is no row. */
  const block = (text) => {
    const rows = [[]];
    const cells = /("(?:[^"]|"")*"|[^\t\r\n]*)(\t|\r\n|\n|\r|$)/y;
    while (cells.lastIndex <= text.length) {
      const [, cell, end] = cells.exec(text);
      rows.at(-1).push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell);
      if (!end) break;
      if (end !== "\t") rows.push([]);
    }
    const last = rows.at(-1);
    if (rows.length > 1 && last.length === 1 && !last[0]) rows.pop();
    return rows;
  };

  /* The option that a code or a label means; null when there is none. */
  const option = (select, text) => {
    const wanted = plain(text);
    return [...select.options].find((one) => one.value === wanted || one.label === wanted) || null;
  };

  window.portalGrid = { text: { block, number, option, plain } };
})();
