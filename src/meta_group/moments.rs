//! Which readings belong together in time.

use crate::{
    clock::times,
    order::{Map, Set, sort},
    reading::{Reading, Said, Silence, Time},
};

/// Readings further apart than this belong to different moments.
const GAP_MS: i64 = 15_000;
/// How long an asker waits for a server that does not answer, where the note does not say.
const USUAL_TIMEOUT_MS: u64 = 5_000;

/// Readings that belong together in time, by their index.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Moment {
    /// The newest clock among them; None when none carries a time.
    pub as_of: Option<Time>,
    /// Indices into all readings, ascending.
    pub readings: Vec<usize>,
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
    let mut moment_of: Map<&str, Option<usize>> = Map::default();
    for (m, moment) in found.iter().enumerate() {
        for batch in moment.readings.iter().filter_map(|&i| readings[i].batch.as_deref()) {
            let is_only = moment_of.get(batch).is_none_or(|only| *only == Some(m));
            moment_of.insert(batch, is_only.then_some(m));
        }
    }
    loose.retain(|&i| {
        let Reading { time, batch, .. } = &readings[i];
        let batch = batch.as_deref().filter(|&batch| time.is_none() && !dated.contains(&Some(batch)));
        let Some(&Some(m)) = batch.and_then(|batch| moment_of.get(batch)) else { return true };
        found[m].readings.push(i);
        false
    });
}

/// A moment's name may spell its time: Unix seconds or milliseconds, or RFC 3339.
fn spelled_time(name: &str) -> Option<Time> {
    const FIRST_MS: u64 = 100_000_000_000;
    let Some(number) = times(name, 1) else { return Time::parse(name) };
    let ns = times(name, if number < FIRST_MS { 1_000_000_000 } else { 1_000_000 })?;
    i64::try_from(ns).ok().map(Time)
}

/// Nobody says: dated readings by the clock, the others go with the batch they came with.
fn told_by_the_clock(readings: &[Reading], loose: &[usize], alone: bool) -> (Vec<Moment>, Vec<usize>) {
    let (mut dated, undated): (Vec<usize>, Vec<usize>) = loose.iter().partition(|&&i| readings[i].time.is_some());
    let place = |&i: &usize| (readings[i].time, who(&readings[i]), &readings[i].question);
    sort(&mut dated, &|a, b| place(a).cmp(&place(b)));
    let mut found: Vec<Moment> = Vec::new();
    let mut asked: Map<(Option<&str>, &str), Option<Time>> = Map::default();
    let mut before: Option<usize> = None;
    for i in dated {
        let reading = &readings[i];
        let question = (who(reading), reading.question.as_str());
        let asked_again = who(reading).is_some() && asked.get(&question).is_some_and(|&time| time != reading.time);
        let far = before.is_some_and(|b| {
            let beyond = gap_ms(&readings[b], reading) - GAP_MS;
            // What was waited for in vain is counted only where it can matter: it looks at all readings.
            beyond > 0 && beyond > waited_between(readings, b, i)
        });
        if before.is_none() || asked_again || far {
            found.push(Moment::default());
            asked = Map::default();
        }
        if let Some(moment) = found.last_mut() {
            moment.readings.push(i);
            moment.as_of = moment.as_of.max(reading.time);
        }
        asked.insert(question, reading.time);
        before = Some(i);
    }
    place_undated(readings, &undated, found, alone)
}

/// Whose answer it is, as far as it takes to see that the same server was asked again.
fn who(reading: &Reading) -> Option<&str> {
    reading.server.id.as_deref().or(reading.server.name.as_deref()).or(reading.label.as_deref())
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

/// Readings without a time belong to the only moment of their batch, else, in one text, to that of the nearest
/// document before them: the next, where the same server was asked the same in that one already, and the first for what
/// stands before all documents. A batch without any time is a moment of its own when there is nothing else to judge.
fn place_undated(
    readings: &[Reading],
    undated: &[usize],
    mut found: Vec<Moment>,
    alone: bool,
) -> (Vec<Moment>, Vec<usize>) {
    let mut unplaced = Vec::new();
    let dated = found.clone();
    let moments_with = |belongs: &dyn Fn(&Reading) -> bool| -> Vec<usize> {
        let holds = |moment: &Moment| moment.readings.iter().any(|&i| belongs(&readings[i]));
        (0..dated.len()).filter(|&m| holds(&dated[m])).collect()
    };
    let mut in_order = undated.to_vec();
    let place = |&i: &usize| (&readings[i].source, readings[i].place.order);
    sort(&mut in_order, &|a, b| place(a).cmp(&place(b)));
    for i in in_order {
        let reading = &readings[i];
        let of_text = moments_with(&|other| other.source == reading.source);
        let begins_before = |&m: &usize| {
            let before = |&j: &usize| readings[j].place.order < reading.place.order;
            dated[m].readings.iter().any(|j| readings[*j].source == reading.source && before(j))
        };
        let asked_in = |&m: &usize| {
            let same = |other: &Reading| {
                other.label.is_some() && other.label == reading.label && other.question == reading.question
            };
            found[m].readings.iter().any(|&j| readings[j].source == reading.source && same(&readings[j]))
        };
        let nearest = of_text.iter().copied().rfind(begins_before).or(of_text.first().copied());
        let next = || nearest.and_then(|nearest| of_text.iter().copied().find(|&m| m > nearest));
        let place = if let [only] = moments_with(&|other| other.batch == reading.batch)[..] {
            Some(only)
        } else if nearest.as_ref().is_some_and(asked_in) {
            next().or(nearest)
        } else {
            nearest
        };
        match place {
            Some(moment) => found[moment].readings.push(i),
            None => unplaced.push(i),
        }
    }
    let batches: Set<_> = unplaced.iter().map(|&i| &readings[i].batch).collect();
    if alone && found.is_empty() && batches.len() == 1 {
        found.push(Moment { as_of: None, readings: std::mem::take(&mut unplaced) });
    }
    (found, unplaced)
}
