// SPDX-License-Identifier: MIT
// Programs that tests start beside themselves. None is waited for that has ended already, or that never began.
import { spawn } from 'node:child_process';

export const hasEnded = ({ pid, exitCode, signalCode }) =>
  pid === undefined || exitCode !== null || signalCode !== null;

/** Ends a program, which may have ended by itself before: gently, after some seconds by force. */
export async function stop(program) {
  if (hasEnded(program)) return;
  const gone = new Promise((done) => program.once('exit', done));
  const force = setTimeout(() => program.kill('SIGKILL'), 5000);
  program.kill();
  await gone;
  clearTimeout(force);
}

/** A virtual screen of "1280x800": its name for DISPLAY, and end(). */
export async function startScreen(size) {
  // Xvfb takes the first free number and writes it to the file descriptor.
  const options = ['-displayfd', '3', '-screen', '0', `${size}x24`, '+extension', 'GLX', '-nolisten', 'tcp'];
  const screen = spawn('Xvfb', options, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const number = await new Promise((done, failed) => {
    screen.stdio[3].once('data', (text) => done(String(text).trim()));
    const ended = (code, signal) => failed(new Error(`expected a screen, received the end of Xvfb: ${code ?? signal}`));
    screen.once('error', failed).once('exit', ended);
  });
  return { display: ':' + number, end: () => stop(screen) };
}
