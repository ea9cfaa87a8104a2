//! Who was renamed to what: the finding and the way out name the same pairs, and each of them is so. Over all recorded
//! moments, whatever was read of them.

use std::collections::BTreeSet;

use quorate::{
    listing::Names,
    reading::{self, Reading},
    report::{Options, Report, evaluate},
};

mod recorded;

use recorded::{Asked, Chance, Moment, corpus, moments_of};

type Pairs = BTreeSet<(String, String)>;

/// By the finding: old and new name.
fn found(report: &Report) -> Pairs {
    let says = report.findings.iter().filter(|finding| finding.code == "QUORATE_006").map(|finding| &finding.says);
    let pairs = says.flat_map(|says| says.split("; ")).filter_map(|one| {
        let (now, rest) = one.split_once(" looks like ").or_else(|| one.split_once(" is "))?;
        Some((rest.split_once(" under another name")?.0.to_owned(), now.to_owned()))
    });
    pairs.collect()
}

/// By the way out.
fn undone(report: &Report) -> Pairs {
    let says = report.groups.iter().filter_map(|group| {
        let says = &group.recovery.as_ref()?.says;
        Some(says.strip_prefix("It looks as if servers were renamed on their disks: ")?.split_once(". Each")?.0)
    });
    let pairs = says.flat_map(|pairs| pairs.split(", ").flat_map(|some| some.split(" and ")));
    pairs.filter_map(|pair| pair.split_once(" to ")).map(|(old, now)| (old.to_owned(), now.to_owned())).collect()
}

/// `n3` is down, and `x3` runs on its disk: so it was in the scenarios R8, and in no other.
fn is_so(moment: &Moment, (old, now): &(String, String)) -> bool {
    let is_alive = |name: &String| moment.truth.alive.contains(name);
    let number = |name: &str, stem: &str| name.strip_prefix(stem).map(str::to_owned);
    moment.id.starts_with("R8") && number(old, "n") == number(now, "x") && !is_alive(old) && is_alive(now)
}

/// Some of what was asked at a moment: at two levels, of every subset of the servers, and by chance.
fn given(moment: &Moment) -> Vec<Vec<&Asked>> {
    let those = |is_given: &dyn Fn(&Asked) -> bool| moment.readings.iter().filter(|asked| is_given(asked)).collect();
    let servers: BTreeSet<&str> = moment.readings.iter().map(|asked| asked.server.as_str()).collect();
    let is_chosen =
        |server: &str, chosen: u32| servers.iter().position(|&s| s == server).is_some_and(|n| chosen >> n & 1 == 1);
    let mut all = vec![those(&Asked::is_at_level_c)];
    all.extend(
        (0..1 << servers.len()).map(|chosen| those(&|asked| asked.is_at_level_a() && is_chosen(&asked.server, chosen))),
    );
    let mut chance = Chance::seeded(&moment.id);
    all.extend((0..20).map(|_| moment.readings.iter().filter(|_| chance.below(2) == 0).collect()));
    all
}

#[test]
fn who_was_renamed_is_told_alike_and_never_of_others() {
    let (mut wrong, mut told, mut whole) = (Vec::new(), 0, 0);
    for file in corpus() {
        for moment in moments_of(&file) {
            for (n, given) in given(&moment).iter().enumerate() {
                let mut names = Names::default();
                let at = moment.captured_at.to_string();
                let read = |asked: &&Asked| reading::read(&asked.input(Some(at.clone())), &mut names).0;
                let readings: Vec<Reading> = given.iter().flat_map(read).collect();
                let report = evaluate(&readings, &names, &[], &Options::default());
                let (found, undone) = (found(&report), undone(&report));
                told += found.len();
                whole += if n == 0 { found.len() } else { 0 };
                let is_alike = undone.is_empty() || undone == found;
                if !is_alike || !found.iter().all(|pair| is_so(&moment, pair)) {
                    wrong.push(format!("{} given {n}: found {found:?}, undone {undone:?}", moment.id));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong[..wrong.len().min(20)].join("\n"));
    assert!(told >= 1100 && whole >= 35, "{told} were found, {whole} of these where all was read");
}
