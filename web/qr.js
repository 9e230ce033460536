// SPDX-License-Identifier: MIT
// QR codes for links; loaded when somebody asks for one.
import qrcode from './qrcode.js';

/** The smallest code that holds the text: its modules row by row, '1' for a dark one. Throws where none is large enough. */
export function modulesOf(text) {
  const code = qrcode(0, 'L');
  code.addData(text);
  try {
    code.make();
  } catch {
    throw new Error('This link is too long for a QR code: without weights it may fit, or save a file.');
  }
  const rows = Array.from({ length: code.getModuleCount() }, (_, i) => i);
  return rows.map((row) => rows.map((column) => +code.isDark(row, column)).join('')).join('');
}
