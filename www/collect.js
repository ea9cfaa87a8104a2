/** The command that asks all servers all questions, in a form that is read back whole. */

const QUESTIONS = ['jsz', 'healthz', 'varz', 'routez', 'raftz'];

/** A name that a shell would not take apart. */
const PLAIN = /^[A-Za-z0-9][A-Za-z0-9._:-]*$/;

/** @param {string[]} servers As typed by the operator. */
export function collectCommand(servers) {
  const plain = servers.filter((server) => PLAIN.test(server));
  const names = plain.length ? plain : ['n1', 'n2', 'n3'];
  return [
    `for s in ${names.join(' ')}; do for q in ${QUESTIONS.join(' ')}; do`,
    '  echo "\\$ curl -sSi -m 5 http://$s:8222/$q"',
    '  curl -sSi -m 5 "http://$s:8222/$q"; echo',
    'done; done 2>&1 | tee readings.txt',
  ].join('\n');
}
