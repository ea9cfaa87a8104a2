//! Command lines in a pasted terminal session: what was asked of whom.
//!
//! Enough of a shell to know the targets of the commands people type at 3 a.m., and no more: quotes, `;`, `&&`, pipes,
//! `for` loops over words, `kubectl exec`, `ssh`. What is not understood asks nobody.

use super::question::{Endpoint, Target, label_of_address, label_of_name};

/// A command line, or several joined by `;`.
#[derive(Debug, Default)]
pub(super) struct Command {
    /// Who was asked what, in the order of asking.
    pub(super) asked: Vec<Target>,
    /// Answers may come in any order: something ran in the background.
    pub(super) unordered: bool,
    /// An HTTP client that prints its answer here: silence means something.
    pub(super) prints: bool,
    /// One question that many servers answer.
    pub(super) broadcast: bool,
}

/// Commands that may stand at the start of a line without a prompt.
const ASKING: [&str; 17] = [
    "curl",
    "curl.exe",
    "wget",
    "nats",
    "kubectl",
    "oc",
    "docker",
    "podman",
    "ssh",
    "sudo",
    "xh",
    "http",
    "invoke-restmethod",
    "invoke-webrequest",
    "irm",
    "iwr",
    "for",
];

/// Commands that are believed behind any prompt, even `#` and `>`, which begin headings and quotations too.
const OTHERS: [&str; 27] = [
    "echo",
    "cat",
    "head",
    "tail",
    "jq",
    "sleep",
    "ls",
    "cd",
    "date",
    "ps",
    "systemctl",
    "journalctl",
    "dmesg",
    "df",
    "free",
    "watch",
    "while",
    "time",
    "timeout",
    "grep",
    "export",
    "hostname",
    "python3",
    "zcat",
    "type",
    "get-content",
    "bash",
];

/// More targets than this no paste spells out.
const MOST_TARGETS: usize = 256;

/// The command in a line, without its prompt; None when it is none. An empty command is a bare prompt.
pub(super) fn of_line(line: &str) -> Option<&str> {
    let line = line.trim();
    if is_command(line, &ASKING) {
        return (!is_prose(line)).then_some(line);
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
        let is_known = is_command(command, &ASKING) || is_command(command, &OTHERS);
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

/// Where a prompt may end: right behind a `$`, `#`, `%` or `>` that a space or the end follows.
fn prompt_ends(line: &str) -> impl Iterator<Item = usize> + '_ {
    const MARKS: [char; 8] = ['$', '#', '%', '>', '❯', '➜', 'λ', '✗'];
    let reach = line.char_indices().take_while(|(at, c)| *at < 200 && !"{}\"'".contains(*c));
    let ends = reach.filter(|(_, c)| MARKS.contains(c)).map(|(at, c)| at + c.len_utf8());
    ends.filter(|&end| line.get(end..).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')))
}

fn is_command(line: &str, known: &[&str]) -> bool {
    let word = line.split_whitespace().next().unwrap_or_default().to_ascii_lowercase();
    known.contains(&word.as_str())
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
    let is_open_loop = command.starts_with("for ") && !tokens(command).iter().any(|token| token == "done");
    command.ends_with(['\\', '`', '|']) || is_open_loop
}

/// A further line of a command, without its continuation prompt.
pub(super) fn continuation(line: &str) -> &str {
    let line = line.trim();
    line.strip_prefix('>').or_else(|| line.strip_prefix("for>")).unwrap_or(line).trim()
}

/// What a command asks, and of whom.
pub(super) fn parse(text: &str) -> Command {
    let mut command = Command::default();
    run(&tokens(text), None, &mut command, 0);
    command.asked.truncate(MOST_TARGETS);
    command
}

/// Words and operators, quotes taken away. Operators are words of their own; so is a line's end, as `;`.
fn tokens(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match (quote, c) {
            (Some(open), _) if c == open => quote = None,
            (Some('"') | None, '\\') => match chars.next() {
                Some('\n') | None => {}
                // A path of Windows keeps its backslashes.
                Some(next) if next.is_alphanumeric() => word.get_or_insert_default().extend([c, next]),
                Some(next) => word.get_or_insert_default().push(next),
            },
            (Some(_), _) => word.get_or_insert_default().push(c),
            (None, '\'' | '"') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (None, ';' | '|' | '&' | '\n') => {
                // 2>&1 and >& are redirections.
                if c == '&' && word.as_deref().is_some_and(|word| word.ends_with('>')) {
                    word.get_or_insert_default().push(c);
                    continue;
                }
                found.extend(word.take());
                let doubled = (c == '|' || c == '&') && chars.next_if_eq(&c).is_some();
                found.push(if doubled || c == '\n' { ";".to_owned() } else { c.to_string() });
            }
            (None, _) if c.is_whitespace() => found.extend(word.take()),
            (None, _) => word.get_or_insert_default().push(c),
        }
    }
    found.extend(word);
    found
}

/// Collects what a list of commands asks; `inside` is the pod, container or host they run in.
fn run(words: &[String], inside: Option<&str>, command: &mut Command, depth: usize) {
    let mut rest = words;
    while !rest.is_empty() && command.asked.len() < MOST_TARGETS && depth < 6 {
        if rest.first().is_some_and(|word| word == "for") {
            let (turns, body, after) = unroll(rest);
            for (name, value) in turns {
                let body: Vec<String> = body.iter().map(|word| substitute(word, name, &value)).collect();
                run(&body, inside, command, depth + 1);
            }
            rest = after;
            continue;
        }
        let end = rest.iter().position(|word| [";", "|", "&"].contains(&word.as_str())).unwrap_or(rest.len());
        let (simple, after) = rest.split_at(end);
        one(simple, inside, command, depth);
        // Behind a pipe only filters stand.
        let mut after = after;
        while after.first().is_some_and(|word| word == "|") {
            let filter = after.get(1..).unwrap_or_default();
            after = filter
                .iter()
                .position(|word| [";", "|", "&"].contains(&word.as_str()))
                .map_or(&[], |at| filter.split_at(at).1);
        }
        command.unordered |= after.first().is_some_and(|word| word == "&");
        rest = after.get(1..).unwrap_or_default();
    }
}

/// `for NAME in WORDS; do BODY; done`: the turns, the body, and what follows.
fn unroll(words: &[String]) -> (Vec<(&str, String)>, &[String], &[String]) {
    let name = words.get(1).map_or("", String::as_str);
    let place = |word: &str| words.iter().position(|candidate| candidate == word);
    let begin = place("do").unwrap_or(words.len());
    let end = words.iter().rposition(|word| word == "done").unwrap_or(words.len()).max(begin);
    let listed = words.get(3..begin).unwrap_or_default().iter().filter(|word| *word != ";");
    let listed = listed.map(String::as_str).collect::<Vec<_>>().join(" ");
    let turns = expand_sequences(&listed).into_iter().map(|value| (name, value)).collect();
    (turns, words.get(begin + 1..end).unwrap_or_default(), words.get(end + 1..).unwrap_or_default())
}

/// The words of a list: `n1 n2`, `{1..3}`, `n{1,2}`, `$(seq 1 3)`, `$(seq 3)`.
fn expand_sequences(list: &str) -> Vec<String> {
    if let Some(numbers) = list.strip_prefix("$(seq ").and_then(|rest| rest.strip_suffix(')')) {
        let numbers: Vec<u32> = numbers.split_whitespace().filter_map(|number| number.parse().ok()).collect();
        return match numbers[..] {
            [last] => (1..=last).take(MOST_TARGETS).map(|n| n.to_string()).collect(),
            [first, last] => (first..=last).take(MOST_TARGETS).map(|n| n.to_string()).collect(),
            _ => Vec::new(),
        };
    }
    list.split_whitespace().flat_map(expand_braces).take(MOST_TARGETS).collect()
}

/// `n{1..3}`, `n[1-3]`, `{a,b}.example`: as the shell and curl read them.
fn expand_braces(word: &str) -> Vec<String> {
    let Some((before, rest)) = word.split_once(['{', '[']) else { return vec![word.to_owned()] };
    let Some((inside, after)) = rest.split_once(['}', ']']) else { return vec![word.to_owned()] };
    if before.ends_with('$') || before.ends_with("//") && inside.contains(':') {
        return vec![word.to_owned()];
    }
    let range = inside.split_once("..").or_else(|| inside.split_once('-'));
    let range = range.and_then(|(first, last)| Some((first.parse::<u32>().ok()?, last.parse::<u32>().ok()?)));
    match range {
        Some((first, last)) => (first..=last).take(MOST_TARGETS).map(|n| format!("{before}{n}{after}")).collect(),
        None if inside.contains(',') => inside.split(',').map(|part| format!("{before}{part}{after}")).collect(),
        None => vec![word.to_owned()],
    }
}

fn substitute(word: &str, name: &str, value: &str) -> String {
    if name.is_empty() || !word.contains('$') {
        return word.to_owned();
    }
    let braced = word.replace(&format!("${{{name}}}"), value);
    // $n, but not $name.
    let plain = format!("${name}");
    let mut parts = braced.split(&plain);
    let mut substituted = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let is_longer = part.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
        substituted.push_str(if is_longer { &plain } else { value });
        substituted.push_str(part);
    }
    substituted
}

/// One command without operators.
fn one(words: &[String], inside: Option<&str>, command: &mut Command, depth: usize) {
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
    let again = |inner: &[&str], inside: &str, command: &mut Command| {
        // `sh -c '...'` and `ssh n1 '...'` carry the command in one word.
        let inner = tokens(&inner.join(" "));
        run(&inner, Some(inside), command, depth + 1);
    };
    match name.rsplit(['/', '\\']).next().unwrap_or_default().to_ascii_lowercase().as_str() {
        "curl" | "curl.exe" | "wget" | "http" | "xh" | "invoke-restmethod" | "invoke-webrequest" | "irm" | "iwr" => {
            fetch(arguments, inside, command);
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
            again(&inner, place.rsplit('/').next().unwrap_or(place), command);
        }
        "ssh" => {
            let values = ["-i", "-p", "-l", "-o", "-F", "-J", "-L"];
            let Some((host, inner)) = positional(arguments, &values) else { return };
            again(inner, host.rsplit('@').next().unwrap_or(host), command);
        }
        "sh" | "bash" | "ash" | "zsh" => {
            let inner: Vec<&str> = arguments.iter().copied().skip_while(|word| word.starts_with('-')).collect();
            let inner = tokens(&inner.join(" "));
            run(&inner, inside, command, depth + 1);
        }
        "nats" | "nats.exe" => {
            command.asked.push(Target { label: None, question: nats_question(arguments) });
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

/// The targets of an HTTP client.
fn fetch(arguments: &[&str], inside: Option<&str>, command: &mut Command) {
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
        urls.extend(expand_braces(word.trim_end_matches(')')));
    }
    for url in urls.iter().filter(|url| {
        url.contains(['/', ':', '.', '$']) || url.as_str() == "localhost" || Target::of_url(url).question.is_some()
    }) {
        let mut target = Target::of_url(url);
        if let Some(place) = inside {
            let here = target.label.as_deref().is_none_or(is_here);
            if here {
                target.label = label_of_address(place).or(target.label);
            }
        }
        command.asked.push(target);
    }
    command.prints |= prints && !urls.is_empty();
}

/// An address that means the machine the command runs on.
fn is_here(label: &str) -> bool {
    ["localhost", "127.", "[::1]", "0.0.0.0"].iter().any(|here| label.starts_with(here))
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

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(line: &str) -> Vec<String> {
        let command = parse(of_line(line).unwrap_or_else(|| panic!("no command: {line}")));
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
        ] {
            assert!(of_line(prose).is_none(), "{prose}");
        }
    }
}
