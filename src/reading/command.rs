//! Command lines in a pasted terminal session: what was asked of whom.
//!
//! HTTP clients and `nats`, also inside of `kubectl exec`, `docker exec` and `ssh`. What is not understood asks nobody.

use super::{
    label::{self, label_of_address, label_of_name},
    question::{Endpoint, Target},
    shell::{self, Simple},
};

/// A command line, or several joined by `;`.
#[derive(Debug, Default)]
pub(super) struct Command {
    /// Who was asked what, in the order of asking.
    pub(super) asked: Vec<Target>,
    /// Answers may come in any order: something ran in the background.
    pub(super) unordered: bool,
    /// An HTTP client that prints its answer here: silence means something.
    pub(super) prints: bool,
    /// What hides why there is no answer, and what to do about it.
    pub(super) hides: Option<&'static str>,
    /// One question that many servers answer.
    pub(super) broadcast: bool,
}

/// Commands that may stand at the start of a line without a prompt.
const ASKING: &str = "curl curl.exe wget nats kubectl oc docker podman ssh sudo xh http invoke-restmethod \
    invoke-webrequest irm iwr for";

/// Commands that are believed behind any prompt, even `#` and `>`, which begin headings and quotations too.
const OTHERS: &str = "echo cat head tail jq sleep ls cd date ps systemctl journalctl dmesg df free watch while \
    time timeout grep export hostname python3 zcat type get-content bash";

/// More targets than this no paste spells out.
const MOST_TARGETS: usize = 256;

/// The command in a line, without its prompt; None when it is none. An empty command is a bare prompt.
pub(super) fn of_line(line: &str) -> Option<&str> {
    let line = line.trim();
    if is_command(line, ASKING) {
        return (!is_prose(line)).then_some(line);
    }
    if let Some(command) = behind_arrow(line) {
        return Some(command);
    }
    // `$` ends a prompt; `%` may be a number's, unless a user or a folder stands before it.
    let reach = line.get(..line.floor_char_boundary(200)).unwrap_or(line);
    let sure = reach.char_indices().find(|(at, c)| {
        "$❯➜λ".contains(*c) || (*c == '%' && line.get(..*at).is_some_and(|prompt| prompt.contains(['@', '~'])))
    });
    let sure = sure.map(|(at, c)| at + c.len_utf8());
    for at in prompt_ends(line) {
        let (prompt, command) = line.split_at_checked(at)?;
        let command = command.trim();
        let is_known = is_command(command, ASKING) || is_command(command, OTHERS);
        let is_shell = sure == Some(at) && (prompt.len() < 3 || prompt.contains(['@', ':', '~', ']', '-', '/', '\\']));
        let is_powershell = prompt.trim_start().starts_with("PS ") && prompt.ends_with('>');
        if is_known || ((is_shell || is_powershell) && !command.starts_with('=')) {
            return Some(command);
        }
        if command.is_empty() && prompt.contains(['@', '~']) && !prompt.contains(' ') {
            return Some(command);
        }
    }
    None
}

/// Behind the prompt that oh-my-zsh comes with: an arrow, the folder, perhaps `git:(branch)` and `✗`.
fn behind_arrow(line: &str) -> Option<&str> {
    let named = line.strip_prefix('➜').filter(|named| named.starts_with(' '))?;
    let (folder, rest) = first_word(named);
    let (branch, behind) = first_word(rest);
    let in_git = branch.starts_with("git:(") && branch.ends_with(')');
    let rest = if in_git { behind } else { rest };
    let command = rest.strip_prefix('✗').map_or(rest, str::trim_start);
    let is_word = |known| is_command(folder, known);
    // A folder may be called `nats`; `➜ echo curl` is a command alone.
    let asks = is_command(command, ASKING) && !is_prose(command) && !is_word(OTHERS);
    // Two spaces are the prompt's own; behind one, an arrow may point at anything.
    let is_folder = folder.starts_with(['~', '/']) || (named.starts_with("  ") && !folder.ends_with(':'));
    (in_git || asks || (is_folder && !is_word(ASKING) && !is_word(OTHERS))).then_some(command)
}

/// The first word, and what stands behind it.
fn first_word(text: &str) -> (&str, &str) {
    let text = text.trim_start();
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    let (word, rest) = text.split_at_checked(end).unwrap_or((text, ""));
    (word, rest.trim_start())
}

/// Where a prompt may end: right behind a `$`, `#`, `%` or `>` that a space or the end follows.
fn prompt_ends(line: &str) -> impl Iterator<Item = usize> + '_ {
    const MARKS: [char; 8] = ['$', '#', '%', '>', '❯', '➜', 'λ', '✗'];
    let reach = line.char_indices().take_while(|(at, c)| *at < 200 && !"{}\"'".contains(*c));
    let ends = reach.filter(|(_, c)| MARKS.contains(c)).map(|(at, c)| at + c.len_utf8());
    ends.filter(|&end| line.get(end..).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')))
}

fn is_command(line: &str, known: &str) -> bool {
    let word = line.split_whitespace().next().unwrap_or_default();
    known.split(' ').any(|known| known.eq_ignore_ascii_case(word))
}

/// "curl says it cannot connect", "for n1 it is the same": prose that begins with a command's word.
fn is_prose(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    let second = words.get(1).copied().unwrap_or_default();
    if second == ":" {
        return true;
    }
    match words.first().copied().unwrap_or_default().to_ascii_lowercase().as_str() {
        "for" => words.get(2) != Some(&"in"),
        "curl" | "wget" | "http" | "xh" => {
            !second.starts_with(['-', '\'', '"', '$']) && !line.contains(['/', ':']) && !second.contains('.')
        }
        "nats" => {
            !["req", "request", "server", "srv", "s", "account", "rtt", "stream", "consumer", "context"]
                .contains(&second)
                && !second.starts_with('-')
        }
        _ => false,
    }
}

/// Does the command go on in the next line?
pub(super) fn continues(command: &str) -> bool {
    let command = command.trim_end();
    command.ends_with(['\\', '`', '|']) || shell::is_open_loop(command)
}

/// A further line of a command, without its continuation prompt.
pub(super) fn continuation(line: &str) -> &str {
    let line = line.trim();
    line.strip_prefix('>').or_else(|| line.strip_prefix("for>")).unwrap_or(line).trim()
}

/// The host in a prompt: `ops@n1:~$`, `[ops@n1 ~]$`.
pub(super) fn host_of_prompt(prompt: &str) -> Option<&str> {
    let (_, rest) = prompt.split_once('@')?;
    rest.split([':', ' ', ']', '~', '$', '#', '%', '>', '/', ')']).next().filter(|host| label::is_label(host))
}

/// What a command asks, and of whom, when it is typed on this host.
pub(super) fn parse(text: &str, host: Option<&str>) -> Command {
    let mut command = Command::default();
    run(text, host, &mut command, &mut shell::FUEL.clone());
    command.asked.truncate(MOST_TARGETS);
    command
}

/// Collects what a line of commands asks; `inside` is the pod, container or host they run in.
fn run(text: &str, inside: Option<&str>, command: &mut Command, fuel: &mut usize) {
    for Simple { words, in_background } in shell::commands(text, fuel) {
        command.unordered |= in_background;
        one(&words, inside, command, fuel);
    }
}

/// One command without operators.
fn one(words: &[String], inside: Option<&str>, command: &mut Command, fuel: &mut usize) {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let is_wrapper = |word: &str| ["sudo", "time", "do", "then", "{", "(", "nice", "stdbuf", "command"].contains(&word);
    let mut rest = &words[..];
    while let Some((first, tail)) = rest.split_first() {
        let skipped = match *first {
            "timeout" | "watch" => tail
                .iter()
                .take_while(|word| word.starts_with(['-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9']))
                .count(),
            word if is_wrapper(word) || (word.contains('=') && !word.starts_with('-')) => 0,
            _ => break,
        };
        rest = tail.get(skipped..).unwrap_or_default();
    }
    let Some((name, arguments)) = rest.split_first() else { return };
    match name.rsplit(['/', '\\']).next().unwrap_or_default().to_ascii_lowercase().as_str() {
        "curl" | "curl.exe" | "wget" | "http" | "xh" | "invoke-restmethod" | "invoke-webrequest" | "irm" | "iwr" => {
            fetch(name, arguments, inside, command);
        }
        "kubectl" | "oc" | "docker" | "podman" => {
            let Some(exec) = arguments.iter().position(|word| ["exec", "rsh"].contains(word)) else { return };
            let after = arguments.get(exec + 1..).unwrap_or_default();
            let values = ["-n", "--namespace", "-c", "--container", "--context", "-u", "--user", "-w", "-e"];
            let Some((place, inner)) = positional(after, &values) else { return };
            let inner: Vec<&str> = inner
                .iter()
                .copied()
                .skip_while(|word| word.starts_with('-') || values_follow(inner, word, &values))
                .collect();
            run(&inner.join(" "), place.rsplit('/').next(), command, fuel);
        }
        "ssh" => {
            let values = ["-i", "-p", "-l", "-o", "-F", "-J", "-L"];
            let Some((host, inner)) = positional(arguments, &values) else { return };
            // The command may stand in one word: ssh n1 'curl ...'.
            run(&inner.join(" "), host.rsplit('@').next(), command, fuel);
        }
        "sh" | "bash" | "ash" | "zsh" => {
            let inner: Vec<&str> = arguments.iter().copied().skip_while(|word| word.starts_with('-')).collect();
            run(&inner.join(" "), inside, command, fuel);
        }
        "nats" | "nats.exe" => {
            let label = arguments.iter().find_map(|word| server_filter(word));
            command.asked.push(Target { label, question: nats_question(arguments) });
            command.broadcast = true;
        }
        "cat" | "zcat" | "type" | "get-content" | "head" | "tail" | "jq" | "gunzip" => {
            let files =
                arguments.iter().filter(|word| word.contains('.') && word.len() > 2 && !word.starts_with(['-', '.']));
            let targets = files.map(|file| Target { label: label_of_name(file), question: None });
            command.asked.extend(targets.filter(|target| target.label.is_some()));
        }
        _ => {}
    }
}

/// The first word that is neither a flag nor a flag's value, and what follows it.
fn positional<'a, 'w>(words: &'a [&'w str], values: &[&str]) -> Option<(&'w str, &'a [&'w str])> {
    let mut at = 0;
    while let Some(word) = words.get(at) {
        if !word.starts_with('-') {
            return Some((word, words.get(at + 1..).unwrap_or_default()));
        }
        at += if values.contains(word) { 2 } else { 1 };
    }
    None
}

/// Is this word the value of the flag before it? (`kubectl exec nats-0 -c nats -- curl ...`)
fn values_follow(words: &[&str], word: &str, values: &[&str]) -> bool {
    words.windows(2).any(|pair| matches!(pair, [flag, value] if values.contains(flag) && std::ptr::eq(*value, word)))
}

/// What of an HTTP client's flags hides why there is no answer.
fn hiding(name: &str, arguments: &[&str]) -> Option<&'static str> {
    let has = |long: &str, letter: char| {
        arguments.iter().any(|word| {
            let letters = word.strip_prefix('-').unwrap_or_default();
            let letters = letters.split(|c: char| !c.is_ascii_alphabetic() || "mowuHXdAT".contains(c)).next();
            *word == long || letters.is_some_and(|letters| letters.contains(letter))
        })
    };
    if arguments.iter().any(|word| word.starts_with("2>/dev/null")) {
        Some("Run it again without `2>/dev/null`, which hides why there is no answer")
    } else if name.contains("curl") && has("--silent", 's') && !has("--show-error", 'S') {
        Some("Run it again with -sS: -s alone hides why there is no answer")
    } else if name.contains("wget") && has("--quiet", 'q') {
        Some("Run it again without -q, which hides why there is no answer")
    } else {
        None
    }
}

/// The targets of an HTTP client.
fn fetch(name: &str, arguments: &[&str], inside: Option<&str>, command: &mut Command) {
    const VALUES: [&str; 34] = [
        "--max-time",
        "--connect-timeout",
        "--output",
        "--write-out",
        "--user",
        "--header",
        "--request",
        "--data",
        "--user-agent",
        "--referer",
        "--proxy",
        "--cacert",
        "--cert",
        "--key",
        "--cookie",
        "--resolve",
        "--retry",
        "--retry-delay",
        "--interface",
        "--config",
        "--range",
        "--timeout",
        "--tries",
        "--output-document",
        "-timeoutsec",
        "-method",
        "-headers",
        "-outfile",
        "-contenttype",
        "-credential",
        "-body",
        "--connect-to",
        "--http-user",
        "--http-password",
    ];
    // One-letter flags of curl and wget with a value, where both agree or the other has none.
    const LETTERS: &str = "mowuHXdAexbcETFKrtUD";
    let mut at = 0;
    let mut urls = Vec::new();
    let mut prints = true;
    while let Some(word) = arguments.get(at) {
        at += 1;
        let lower = word.to_ascii_lowercase();
        if ["-uri", "--url"].contains(&lower.as_str()) {
            continue;
        }
        if VALUES.contains(&lower.as_str()) {
            prints &= lower != "--output" && lower != "-outfile";
            at += 1;
            continue;
        }
        if word.starts_with("--")
            || (word.starts_with('-') && lower.len() > 4 && lower.bytes().skip(1).all(|b| b.is_ascii_lowercase()))
        {
            continue;
        }
        if let Some(cluster) = word.strip_prefix('-') {
            // -sSm 5, -so /dev/null; in -m5 and -qO- the value is in the same word.
            let flag = cluster.find(|c| LETTERS.contains(c) || c == 'O');
            let ends = flag.is_some_and(|flag| flag + 1 == cluster.len());
            let is_output = flag.is_some_and(|flag| cluster.get(flag..).is_some_and(|rest| rest.starts_with('o')));
            let next = arguments.get(at).copied().unwrap_or_default();
            // curl's -O takes no value, wget's does.
            let takes = ends && (!cluster.ends_with('O') || next == "-" || next.starts_with("/dev"));
            prints &= !(is_output && next != "-");
            at += usize::from(takes);
            continue;
        }
        if word.starts_with(['>', '<']) || word.starts_with("2>") || word.starts_with("&>") {
            let is_errors = word.starts_with('2');
            prints &= is_errors || word.starts_with('<');
            at += usize::from(word.trim_start_matches(['1', '2', '&']).len() == 1);
            continue;
        }
        if ["GET", "--"].contains(word) {
            continue;
        }
        urls.extend(shell::expand_braces(word.trim_end_matches(')')));
    }
    for url in urls.iter().filter(|url| {
        url.contains(['/', ':', '.', '$']) || url.as_str() == "localhost" || Target::of_url(url).question.is_some()
    }) {
        let mut target = Target::of_url(url);
        if let (Some(place), Some(here)) = (inside, target.label.as_deref().filter(|label| label::is_here(label))) {
            let port = here.rsplit_once(':').map_or("", |(_, port)| port);
            target.label = label_of_address(&format!("{place}:{port}"));
        }
        command.asked.push(target);
    }
    command.prints |= prints && !urls.is_empty();
    command.hides = command.hides.or_else(|| hiding(name, arguments));
}

/// The subject a `nats` command asks.
fn nats_question(arguments: &[&str]) -> Option<String> {
    if let Some(subject) = arguments.iter().find(|word| word.starts_with("$SYS.")) {
        return Some((*subject).to_owned());
    }
    let asks = arguments.iter().position(|word| ["req", "request"].contains(word))?;
    let endpoint = arguments.iter().skip(asks + 1).find_map(|word| Endpoint::of_word(word))?;
    Some(format!("$SYS.REQ.SERVER.PING.{}", endpoint.token()))
}

/// The one server that a request's filter lets answer: `{"server_name":"n1"}`.
fn server_filter(payload: &str) -> Option<String> {
    let (_, rest) = payload.split_once("\"server_name\"")?;
    let name = rest.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?.split('"').next()?;
    label_of_name(name).filter(|label| label == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(line: &str) -> Vec<String> {
        let command = parse(
            of_line(line).unwrap_or_else(|| panic!("no command: {line}")),
            host_of_prompt(line.split("curl").next().unwrap()),
        );
        let say = |part: Option<String>| part.unwrap_or_else(|| "?".to_owned());
        command.asked.into_iter().map(|target| format!("{} {}", say(target.label), say(target.question))).collect()
    }

    #[test]
    fn commands() {
        for (line, targets) in [
            ("$ curl -s http://n1:8222/jsz", vec!["n1 /jsz"]),
            ("curl n1:8222/jsz?streams=true | jq .", vec!["n1 /jsz?streams=true"]),
            ("# curl -sSm 5 -w '%{http_code}' -u a:b 'n1:8222/healthz'", vec!["n1 /healthz"]),
            ("me@box:~/x$ curl -s -o /dev/null -w '%{http_code}\\n' n1:8222/healthz", vec!["n1 /healthz"]),
            (
                "[me@box x]$ curl n1:8222/jsz; curl n2:8222/jsz && curl n3:8222/healthz",
                vec!["n1 /jsz", "n2 /jsz", "n3 /healthz"],
            ),
            ("PS C:\\Users\\me> Invoke-RestMethod -Uri http://n1:8222/jsz -TimeoutSec 5", vec!["n1 /jsz"]),
            ("PS C:\\> curl.exe -s http://localhost:8222/jsz > n1.json", vec!["localhost:8222 /jsz"]),
            ("$ wget -qO- n2:8222/jsz", vec!["n2 /jsz"]),
            ("$ wget -q -O - -T 5 http://n2:8222/jsz 2>&1", vec!["n2 /jsz"]),
            ("$ kubectl exec -n nats nats-0 -c nats -- wget -qO- localhost:8222/jsz", vec!["nats-0 /jsz"]),
            (
                "$ kubectl -n nats exec -it pod/nats-1 -- sh -c 'curl -s http://127.0.0.1:8222/healthz'",
                vec!["nats-1 /healthz"],
            ),
            ("$ docker exec n3 wget -qO- http://localhost:8222/varz", vec!["n3 /varz"]),
            ("$ ssh ops@n2.example.net 'curl -s localhost:8222/routez'", vec!["n2.example.net /routez"]),
            (
                "$ for n in n1 n2 n3; do echo \"== $n ==\"; curl -s http://$n:8222/jsz; done",
                vec!["n1 /jsz", "n2 /jsz", "n3 /jsz"],
            ),
            ("$ for i in {1..2}; do curl -s n${i}:8222/jsz & done; wait", vec!["n1 /jsz", "n2 /jsz"]),
            ("$ for i in $(seq 1 2); do curl -s \"nats-$i:8222/jsz\"; done", vec!["nats-1 /jsz", "nats-2 /jsz"]),
            ("$ curl 'http://n[1-2]:8222/jsz'", vec!["n1 /jsz", "n2 /jsz"]),
            ("$ nats req '$SYS.REQ.SERVER.PING.JSZ' '' --replies 0", vec!["? $SYS.REQ.SERVER.PING.JSZ"]),
            ("nats --context sys server request jetstream", vec!["? $SYS.REQ.SERVER.PING.JSZ"]),
            ("nats server report jetstream", vec!["? ?"]),
            ("$ curl -s http://$HOST:8222/jsz", vec!["? /jsz"]),
            ("$ cat n2.jsz.json | jq .", vec!["n2 ?"]),
            ("ops@n1:~$ curl -s localhost:8222/jsz", vec!["n1 /jsz"]),
            ("[ops@laptop ~]$ curl -s localhost:8223/jsz", vec!["laptop:8223 /jsz"]),
            ("ops@n1:~$ curl -s n2:8222/jsz", vec!["n2 /jsz"]),
            ("➜  ~ curl -s n1:8222/jsz", vec!["n1 /jsz"]),
            ("➜ ~ curl -s n1:8222/jsz", vec!["n1 /jsz"]),
            ("➜  ops curl -s n1:8222/jsz > n1.json", vec!["n1 /jsz"]),
            ("➜  nats curl -s n1:8222/jsz", vec!["n1 /jsz"]),
            ("➜  nats server report jetstream", vec!["? ?"]),
            ("➜  ops git:(main) curl -s n1:8222/jsz", vec!["n1 /jsz"]),
            ("➜  nats git:(main) ✗ curl -s n1:8222/jsz", vec!["n1 /jsz"]),
            ("➜  ~ git:(main) ✗ ./ask n1", vec![]),
            ("➜  ops", vec![]),
            ("➜ curl -s n1:8222/jsz", vec!["n1 /jsz"]),
            ("$ ls -l", vec![]),
            ("root@n1:/#", vec![]),
        ] {
            assert_eq!(asked(line), targets, "{line}");
        }
        for prose in [
            "curl says it cannot connect",
            "for n1 it is the same",
            "# n1",
            "> quoted words",
            "a # b",
            "",
            "100 % sure",
            "it costs 5$ a day",
            "➜ n1 does not answer",
            "➜ n1 curl says it cannot connect",
            "➜  Local:   http://localhost:5173/",
        ] {
            assert!(of_line(prose).is_none(), "{prose}");
        }
    }
}
