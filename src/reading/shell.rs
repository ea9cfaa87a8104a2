//! As much of a shell as people type at 3 a.m.: quotes, `;`, `&&`, pipes, `&`, and `for` loops over words.

/// One command without operators.
#[derive(Debug)]
pub(super) struct Simple {
    pub(super) words: Vec<String>,
    /// Followed by `&`.
    pub(super) in_background: bool,
}

/// So many commands and turns of loops are unrolled in one paste's command line.
pub(super) const FUEL: usize = 1_000;

/// So many words one list or range gives.
const MOST_WORDS: usize = 256;

/// The commands of a line in the order they run, loops unrolled, filters behind pipes left out; `fuel` bounds them.
pub(super) fn commands(text: &str, fuel: &mut usize) -> Vec<Simple> {
    let mut found = Vec::new();
    run(&words(text), &mut found, fuel);
    found
}

/// Is it a `for` loop whose `done` is missing?
pub(super) fn is_open_loop(text: &str) -> bool {
    text.starts_with("for ") && !words(text).iter().any(|word| word == "done")
}

fn run(words: &[String], found: &mut Vec<Simple>, fuel: &mut usize) {
    let is_operator = |word: &String| [";", "|", "&"].contains(&word.as_str());
    let mut rest = words;
    while !rest.is_empty() && *fuel > 0 {
        *fuel -= 1;
        if rest.first().is_some_and(|word| word == "for") {
            let (turns, body, after) = unroll(rest);
            for (name, value) in turns {
                let body: Vec<String> = body.iter().map(|word| substitute(word, name, &value)).collect();
                run(&body, found, fuel);
            }
            rest = after;
            continue;
        }
        let split = |words: &'_ [String]| words.iter().position(is_operator).unwrap_or(words.len());
        let (simple, mut after) = rest.split_at(split(rest));
        while after.first().is_some_and(|word| word == "|") {
            let filter = after.get(1..).unwrap_or_default();
            after = filter.get(split(filter)..).unwrap_or_default();
        }
        let in_background = after.first().is_some_and(|word| word == "&");
        if !simple.is_empty() {
            found.push(Simple { words: simple.to_vec(), in_background });
        }
        rest = after.get(1..).unwrap_or_default();
    }
}

/// Words and operators, quotes taken away. Operators are words of their own; so is a line's end, as `;`.
fn words(text: &str) -> Vec<String> {
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
            _ => word.get_or_insert_default().push(c),
        }
    }
    found.extend(word);
    found
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
            [count] => (1..=count).take(MOST_WORDS).map(|n| n.to_string()).collect(),
            [from, to] => (from..=to).take(MOST_WORDS).map(|n| n.to_string()).collect(),
            _ => Vec::new(),
        };
    }
    list.split_whitespace().flat_map(expand_braces).take(MOST_WORDS).collect()
}

/// `n{1..3}`, `n[1-3]`, `{a,b}.example`: as the shell and curl read them.
pub(super) fn expand_braces(word: &str) -> Vec<String> {
    let Some((before, rest)) = word.split_once(['{', '[']) else { return vec![word.to_owned()] };
    let Some((inside, after)) = rest.split_once(['}', ']']) else { return vec![word.to_owned()] };
    if before.ends_with('$') || before.ends_with("//") && inside.contains(':') {
        return vec![word.to_owned()];
    }
    let range = inside.split_once("..").or_else(|| inside.split_once('-'));
    let range = range.and_then(|(first, last)| Some((first.parse::<u32>().ok()?, last.parse::<u32>().ok()?)));
    match range {
        Some((first, last)) => (first..=last).take(MOST_WORDS).map(|n| format!("{before}{n}{after}")).collect(),
        None if inside.contains(',') => inside.split(',').map(|part| format!("{before}{part}{after}")).collect(),
        None => vec![word.to_owned()],
    }
}

/// A word with a loop's variable filled in.
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
