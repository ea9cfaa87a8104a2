//! Which readings belong together in time.

use super::{clocks::set_apart, servers::is_reply};
use crate::{
    clock::times,
    order::{Map, Set, sort},
    reading::{Reading, Said, Silence, Time, is_here},
};

/// Readings further apart than this belong to different moments.
const GAP_MS: i64 = 15_000;
/// How long an asker waits for a server that does not answer, where the note does not say.
const USUAL_TIMEOUT_MS: u64 = 5_000;
/// So much do the clocks in one text differ, and a time without a fraction from one with.
const ODD_MS: i64 = 2_000;

/// Readings that belong together in time, by their index.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Moment {
    /// The newest clock among them; None when none carries a time.
    pub as_of: Option<Time>,
    /// Indices into all readings, ascending.
    pub readings: Vec<usize>,
    /// What was read with these, and is of another moment by its clock, though no server was asked in both.
    pub apart: Set<usize>,
}

/// All moments, oldest first, undated ones before all others, and the readings that could not be placed. Where the host
/// told the time of all, its clock orders them: a round in which nobody answered has no other, and servers' may be wrong.
#[must_use]
pub fn moments(readings: &[Reading]) -> (Vec<Moment>, Vec<usize>) {
    let (told, mut loose): (Vec<usize>, Vec<usize>) = (0..readings.len()).partition(|&i| readings[i].moment.is_some());
    let mut found = told_by_the_host(readings, &told);
    join_by_batch(readings, &mut loose, &mut found);
    let (by_time, unplaced) = told_by_the_clock(readings, &loose, found.is_empty());
    found.extend(by_time);
    for moment in &mut found {
        sort(&mut moment.readings, &usize::cmp);
    }
    let told_at = |moment: &Moment| spelled_time(readings[*moment.readings.first()?].moment.as_deref()?);
    let by_one_clock = found.iter().all(|moment| told_at(moment).is_some());
    let time = |moment: &Moment| if by_one_clock { told_at(moment) } else { moment.as_of };
    sort(&mut found, &|a, b| time(a).cmp(&time(b)));
    set_apart(readings, &mut found);
    (found, unplaced)
}

/// The host says which readings belong together.
fn told_by_the_host(readings: &[Reading], told: &[usize]) -> Vec<Moment> {
    let mut by_name: Map<&str, Moment> = Map::default();
    for &i in told {
        let Some(name) = readings[i].moment.as_deref() else { continue };
        let moment = by_name.entry(name);
        moment.readings.push(i);
        moment.as_of = moment.as_of.max(readings[i].time);
    }
    let dated =
        |(name, moment): (&str, Moment)| Moment { as_of: moment.as_of.or_else(|| spelled_time(name)), ..moment };
    by_name.into_iter().map(dated).collect()
}

/// What carries neither a moment nor a time goes with what came together with it, where that is of one moment: the notes
/// of who did not answer, dropped beside the archive of those who did.
fn join_by_batch(readings: &[Reading], loose: &mut Vec<usize>, found: &mut [Moment]) {
    let dated: Set<_> =
        loose.iter().map(|&i| &readings[i]).filter(|r| r.time.is_some()).map(|r| r.batch.as_deref()).collect();
    let moment_of = only_moments(readings, found);
    loose.retain(|&i| {
        let Reading { time, batch, .. } = &readings[i];
        let batch = batch.as_deref().filter(|&batch| time.is_none() && !dated.contains(&Some(batch)));
        let Some(&Some(m)) = batch.and_then(|batch| moment_of.get(&Some(batch))) else { return true };
        found[m].readings.push(i);
        false
    });
}

/// By batch, the only moment that holds some of it; None where there are several.
fn only_moments<'r>(readings: &'r [Reading], found: &[Moment]) -> Map<Option<&'r str>, Option<usize>> {
    let mut moment_of: Map<Option<&str>, Option<usize>> = Map::default();
    for (m, moment) in found.iter().enumerate() {
        for batch in moment.readings.iter().map(|&i| readings[i].batch.as_deref()) {
            let is_only = moment_of.get(&batch).is_none_or(|only| *only == Some(m));
            moment_of.insert(batch, is_only.then_some(m));
        }
    }
    moment_of
}

/// A moment's name may spell its time: Unix seconds or milliseconds, or RFC 3339.
fn spelled_time(name: &str) -> Option<Time> {
    const FIRST_MS: u64 = 100_000_000_000;
    let Some(number) = times(name, 1) else { return Time::parse(name) };
    let ns = times(name, if number < FIRST_MS { 1_000_000_000 } else { 1_000_000 })?;
    i64::try_from(ns).ok().map(Time)
}

/// Nobody says: what stands in one text is cut into rounds, and rounds near in time in which nobody is asked twice are
/// one moment.
fn told_by_the_clock(readings: &[Reading], loose: &[usize], alone: bool) -> (Vec<Moment>, Vec<usize>) {
    let asking = Asking { readings };
    let mut by_source: Map<&str, Vec<usize>> = Map::default();
    for &i in loose {
        by_source.entry(readings[i].source.as_str()).push(i);
    }
    let (mut undated, mut rounds) = (Vec::new(), Vec::new());
    for (_, text) in by_source {
        if text.iter().all(|&i| readings[i].time.is_none()) {
            undated.extend(text);
        } else {
            rounds.extend(asking.rounds(text));
        }
    }
    let time = |i: Option<usize>| i.and_then(|i| readings[i].time);
    let span = |round: &Round| (time(round.first), time(round.last));
    sort(&mut rounds, &|a, b| span(a).cmp(&span(b)));
    let mut found: Vec<Round> = Vec::new();
    for round in rounds {
        match found.last_mut().filter(|moment| !asking.is_later(moment, &round)) {
            Some(moment) => asking.extend(moment, &round.readings),
            None => found.push(round),
        }
    }
    let found = found.into_iter().map(|round| Moment {
        as_of: time(round.last),
        readings: round.readings,
        ..Moment::default()
    });
    place_undated(readings, undated, found.collect(), alone)
}

/// Readings that were asked for together.
#[derive(Default)]
struct Round<'r> {
    readings: Vec<usize>,
    /// The one with the oldest time.
    first: Option<usize>,
    /// The one with the newest time.
    last: Option<usize>,
    asked: Asked<'r>,
}

/// The readings in which one thing was asked of one server.
type Asked<'r> = Map<(Who<'r>, &'r str), Vec<usize>>;

/// Of whom: the one that answered, or what it was called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Who<'r> {
    Server(&'r str),
    Label(&'r str),
}

/// Was the same asked before?
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Again {
    No,
    /// Once more because it had not answered, or as part of the next round: what follows tells.
    Perhaps,
    /// It answered twice, or answered and then did not: the next round.
    Yes,
}

/// Who answered, as far as it takes to see that the same server was asked again. By its id first: servers of two clusters
/// may have one name.
pub(super) fn who(reading: &Reading) -> Option<&str> {
    reading.server.id.as_deref().or(reading.server.name.as_deref())
}

/// Who was asked what, in all readings.
struct Asking<'r> {
    readings: &'r [Reading],
}

impl<'r> Asking<'r> {
    fn keys(&self, i: usize) -> impl Iterator<Item = (Who<'r>, &'r str)> + use<'r> {
        let reading = &self.readings[i];
        let label = reading.label.as_deref().filter(|_| !is_reply(reading));
        let who = [who(reading).map(Who::Server), label.map(Who::Label)];
        who.into_iter().flatten().map(|who| (who, reading.question.as_str()))
    }

    fn again(&self, asked: &Asked<'r>, i: usize) -> Again {
        let before = self.keys(i).filter_map(|key| asked.get(&key)).flatten();
        before.map(|&before| self.compare(before, i)).max().unwrap_or(Again::No)
    }

    /// Two readings in which one thing was asked of one server, or under one label.
    fn compare(&self, before: usize, now: usize) -> Again {
        let (before, now) = (&self.readings[before], &self.readings[now]);
        let answered = |reading: &Reading| !matches!(reading.said, Said::NoAnswer(_));
        let is_one = who(before).is_some() && who(before) == who(now);
        match (before.time, now.time) {
            (Some(before), Some(now)) if before == now => Again::No,
            (Some(_), Some(_)) if is_one => Again::Yes,
            // Under a label of this machine several servers are reached, one after the other.
            _ if answered(before) && !answered(now) && !now.label.as_deref().is_some_and(is_here) => Again::Yes,
            _ => Again::Perhaps,
        }
    }

    /// Whether one dated reading is so much later than another that it belongs to another moment.
    fn is_far(&self, before: usize, now: usize) -> bool {
        let beyond = gap_ms(&self.readings[before], &self.readings[now]) - GAP_MS;
        // What was waited for in vain is counted only where it can matter: it looks at all readings.
        beyond > 0 && beyond > waited_between(self.readings, before, now)
    }

    /// Whether a round belongs to a later moment.
    fn is_later(&self, moment: &Round<'r>, round: &Round<'r>) -> bool {
        let is_far = moment.last.zip(round.first).is_some_and(|(last, first)| self.is_far(last, first));
        is_far || round.readings.iter().any(|&i| self.again(&moment.asked, i) == Again::Yes)
    }

    fn round(&self, readings: &[usize]) -> Round<'r> {
        let mut round = Round::default();
        self.extend(&mut round, readings);
        round
    }

    fn extend(&self, round: &mut Round<'r>, more: &[usize]) {
        let time = |i: usize| self.readings[i].time;
        for &i in more {
            round.readings.push(i);
            for key in self.keys(i) {
                round.asked.entry(key).push(i);
            }
            if time(i).is_some() {
                round.first = round.first.filter(|&first| time(first) <= time(i)).or(Some(i));
                round.last = round.last.filter(|&last| time(last) > time(i)).or(Some(i));
            }
        }
    }

    /// The rounds in one text in which something is dated.
    fn rounds(&self, text: Vec<usize>) -> Vec<Round<'r>> {
        let mut rounds: Vec<Round> = Vec::new();
        let mut round = Round::default();
        // So many of the last ones may belong to the next round.
        let mut perhaps = 0;
        for i in self.in_order(text) {
            let again = self.again(&round.asked, i);
            let is_far = round.last.is_some_and(|last| self.is_far(last, i));
            if again == Again::Yes || is_far {
                let (before, next) = round.readings.split_at(self.begin_of_next(&round.readings, perhaps, i));
                if before.iter().any(|&i| self.readings[i].time.is_some()) {
                    rounds.push(self.round(before));
                    round = self.round(next);
                }
            }
            perhaps = if again == Again::Perhaps { perhaps + 1 } else { 0 };
            self.extend(&mut round, &[i]);
        }
        match rounds.last_mut().filter(|_| round.last.is_none()) {
            Some(before) => self.extend(before, &round.readings),
            None => rounds.push(round),
        }
        rounds
    }

    /// Where the next round begins, to which `i` belongs and the last ones may: what is dated only where it is nearer to
    /// `i` than to what stands before it.
    fn begin_of_next(&self, round: &[usize], perhaps: usize, i: usize) -> usize {
        let is_dated = |i: usize| self.readings[i].time.is_some();
        let gap = |from: usize, to: usize| gap_ms(&self.readings[from], &self.readings[to]);
        let mut begin = round.len();
        while round.len() - begin < perhaps {
            let one = round[begin - 1];
            let before = round[..begin - 1].iter().copied().rfind(|&before| is_dated(before));
            let is_nearer = is_dated(i) && before.is_none_or(|before| gap(one, i) < gap(before, one));
            if is_dated(one) && !is_nearer {
                break;
            }
            begin -= 1;
        }
        begin
    }

    /// As they stand in the text, or by their clocks where those say that it is in another order. What has no time goes
    /// with what stands before it.
    fn in_order(&self, mut text: Vec<usize>) -> Vec<usize> {
        let readings = self.readings;
        sort(&mut text, &|&a, &b| readings[a].place.order.cmp(&readings[b].place.order));
        let mut time = text.iter().find_map(|&i| readings[i].time);
        let mut newest = time;
        let mut is_in_order = true;
        let dated = text.iter().map(|&i| {
            time = readings[i].time.or(time);
            newest = newest.max(time);
            is_in_order &= time.zip(newest).is_none_or(|(time, newest)| newest.ms_since(time) <= ODD_MS);
            (time, i)
        });
        let mut dated: Vec<(Option<Time>, usize)> = dated.collect();
        if !is_in_order {
            sort(&mut dated, &|a, b| a.0.cmp(&b.0));
        }
        dated.into_iter().map(|(_, i)| i).collect()
    }
}

fn gap_ms(earlier: &Reading, later: &Reading) -> i64 {
    match (earlier.time, later.time) {
        (Some(earlier), Some(later)) => later.ms_since(earlier),
        _ => 0,
    }
}

/// How long the asker waited in vain between two answers: in one text what stands between them, else all of the batch.
fn waited_between(readings: &[Reading], a: usize, b: usize) -> i64 {
    let (first, last) = (&readings[a], &readings[b]);
    let one_text = first.source == last.source;
    let (low, high) = (first.place.order.min(last.place.order), first.place.order.max(last.place.order));
    let between = |note: &&Reading| {
        if one_text {
            note.source == first.source && (low..=high).contains(&note.place.order)
        } else {
            note.moment.is_none() && (note.batch == first.batch || note.batch == last.batch)
        }
    };
    let waited = readings.iter().filter(between).map(|note| match &note.said {
        Said::NoAnswer(silence) if silence.how == Silence::TimedOut => silence.waited_ms.unwrap_or(USUAL_TIMEOUT_MS),
        _ => 0,
    });
    i64::try_from(waited.sum::<u64>()).unwrap_or(i64::MAX)
}

/// Readings in texts without any time belong to the only moment of their batch. A batch without any time is a moment of
/// its own when there is nothing else to judge.
fn place_undated(
    readings: &[Reading],
    mut unplaced: Vec<usize>,
    mut found: Vec<Moment>,
    alone: bool,
) -> (Vec<Moment>, Vec<usize>) {
    let moment_of = only_moments(readings, &found);
    unplaced.retain(|&i| {
        let Some(&Some(m)) = moment_of.get(&readings[i].batch.as_deref()) else { return true };
        found[m].readings.push(i);
        false
    });
    let batches: Set<_> = unplaced.iter().map(|&i| &readings[i].batch).collect();
    if alone && found.is_empty() && batches.len() == 1 {
        found.push(Moment { readings: std::mem::take(&mut unplaced), ..Moment::default() });
    }
    (found, unplaced)
}
