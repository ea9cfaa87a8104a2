//! The outlook against a twin that knows no votes and no margins: it goes through everything that may be true, and counts.
//!
//! A peer may be up or down where nobody knows; a server too many may be any; a server without a tag may stand in any
//! zone. What holds in each of these worlds holds, what holds in none does not, and the rest is not known.

use quorate::report::{Answer, Assets, Group, Outlook, Peer, Placement, Range, Standing, Verdict, Vote, Zone, what_if};

/// Everything that a peer may look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Fine,
    NotCurrent,
    CurrentNotPrinted,
    DoesNotAnswer,
    Behind,
    Complains,
    Unable,
    Silent,
    Unknown,
    Ghost,
}

use Kind::{Behind, Complains, CurrentNotPrinted, DoesNotAnswer, Fine, Ghost, NotCurrent, Silent, Unable, Unknown};

const KINDS: [Kind; 10] =
    [Fine, NotCurrent, CurrentNotPrinted, DoesNotAnswer, Behind, Complains, Unable, Silent, Unknown, Ghost];

/// A group as the twin sees it. The first peer leads or led.
#[derive(Debug, Clone)]
struct Seen {
    kinds: Vec<Kind>,
    size: usize,
    needed: usize,
    sizes: Vec<u32>,
    verdict: Verdict,
    settled: Answer,
    zones: Vec<Option<&'static str>>,
    listed: Vec<bool>,
    placements: Vec<(Vec<usize>, Vec<Vote>)>,
}

fn vote(kind: Kind) -> Vote {
    match kind {
        Fine | NotCurrent | CurrentNotPrinted | Behind | Complains => Vote::Able,
        Unable => Vote::Unable,
        // Heard a moment ago, and no answer: it may have died since.
        Silent | DoesNotAnswer => Vote::Silent,
        Unknown | Ghost => Vote::Unknown,
    }
}

fn name(i: usize) -> String {
    format!("n{i}")
}

/// All ways in which the open may turn out: who is up.
fn worlds(votes: &[Vote]) -> Vec<Vec<bool>> {
    let mut worlds = vec![Vec::new()];
    for vote in votes {
        let may_be: &[bool] = match vote {
            Vote::Able => &[true],
            Vote::Unable => &[false],
            Vote::Silent | Vote::Unknown => &[true, false],
        };
        let longer = |world: &Vec<bool>| {
            let world = world.clone();
            may_be.iter().map(move |&up| world.iter().copied().chain([up]).collect::<Vec<bool>>())
        };
        worlds = worlds.iter().flat_map(longer).collect();
    }
    worlds
}

/// All choices of so many of them.
fn choices(of: usize, how_many: usize) -> Vec<Vec<usize>> {
    let all = (0_u32..1 << of).map(|bits| (0..of).filter(|i| bits >> i & 1 == 1).collect::<Vec<usize>>());
    all.filter(|chosen| chosen.len() == how_many).collect()
}

impl Seen {
    fn of(kinds: &[Kind]) -> Self {
        let size = kinds.len();
        let mut seen = Self {
            kinds: kinds.to_vec(),
            size,
            needed: size / 2 + 1,
            sizes: vec![u32::try_from(size).expect("small")],
            verdict: Verdict::Undecided,
            settled: Answer::Yes,
            zones: vec![None; size],
            listed: vec![true; size],
            placements: Vec::new(),
        };
        seen.verdict = seen.natural_verdict();
        seen
    }

    fn natural_verdict(&self) -> Verdict {
        let counts = self.counts_as_read();
        if vote(self.kinds[0]) == Vote::Able && counts.iter().all(|&up| up >= self.needed) {
            Verdict::Held
        } else if counts.iter().all(|&up| up < self.needed) {
            Verdict::Lost
        } else {
            Verdict::Undecided
        }
    }

    fn votes(&self) -> Vec<Vote> {
        let nameless = self.size.saturating_sub(self.kinds.len());
        self.kinds.iter().map(|&kind| vote(kind)).chain(vec![Vote::Unknown; nameless]).collect()
    }

    /// How many are up in each world, as the report counts them: whoever is able counts, whether it is a peer or not.
    fn counts_as_read(&self) -> Vec<usize> {
        let up = |world: Vec<bool>| world.into_iter().filter(|&up| up).count().min(self.size);
        worlds(&self.votes()).into_iter().map(up).collect()
    }

    /// How many true peers are up in each world without these, whoever of those named is one.
    fn counts(&self, gone: &[usize]) -> Vec<usize> {
        let votes = self.votes();
        let mut counts = Vec::new();
        for peers in choices(votes.len(), self.size) {
            for world in worlds(&votes) {
                counts.push(peers.iter().filter(|&&i| world[i] && !gone.contains(&i)).count());
            }
        }
        counts
    }

    fn changes(&self, gone: &[usize]) -> bool {
        gone.iter().any(|&i| vote(self.kinds[i]) != Vote::Unable)
    }

    fn range(counts: &[usize]) -> (usize, usize) {
        (*counts.iter().min().expect("a world"), *counts.iter().max().expect("a world"))
    }

    fn in_contact(&self, gone: &[usize]) -> (usize, usize) {
        Self::range(&if self.changes(gone) { self.counts(gone) } else { self.counts_as_read() })
    }

    fn verdict_without(&self, gone: &[usize]) -> Verdict {
        if !self.changes(gone) || self.verdict == Verdict::Lost {
            return self.verdict;
        }
        let majorities: Vec<usize> =
            self.sizes.iter().map(|&size| size as usize / 2 + 1).chain([self.needed]).collect();
        let enough = if gone.contains(&0) { *majorities.iter().max().expect("one") } else { self.needed };
        let (least, most) = self.in_contact(gone);
        if self.verdict == Verdict::Held && least >= enough {
            Verdict::Held
        } else if most < *majorities.iter().min().expect("one") {
            Verdict::Lost
        } else {
            Verdict::Undecided
        }
    }

    fn restart(&self, gone: &[usize], x: usize) -> Answer {
        let (verdict, kind) = (self.verdict_without(gone), self.kinds[x]);
        match verdict {
            Verdict::Lost | Verdict::Leaderless => return Answer::No,
            _ if kind == Unable => return Answer::No,
            Verdict::Undecided => return Answer::Unknown,
            Verdict::Held if vote(kind) != Vote::Able => return Answer::Unknown,
            Verdict::Held => {}
        }
        let with_x: Vec<usize> = gone.iter().copied().chain([x]).collect();
        let bad = |(i, &kind): (usize, &Kind)| match kind {
            Fine | CurrentNotPrinted | DoesNotAnswer => gone.contains(&i),
            NotCurrent | Behind => gone.contains(&i) || i != 0,
            Complains | Unable | Silent | Unknown | Ghost => true,
        };
        let lowered = self.needed < self.size / 2 + 1;
        let then = self.verdict_without(&with_x);
        let may_answer = (0..self.kinds.len()).any(|i| self.kinds[i] == DoesNotAnswer && !gone.contains(&i));
        let refused = lowered
            || self.size < 3
            || self.sizes.len() > 1
            || self.settled == Answer::No
            || self.kinds.iter().enumerate().any(bad)
            || then == Verdict::Lost
            || then == Verdict::Undecided && !may_answer
            || self.placements.iter().any(|placement| Self::loses(placement, gone, &with_x) == Answer::Yes);
        let open = then == Verdict::Undecided
            || self.kinds.iter().skip(1).any(|&kind| kind == CurrentNotPrinted || kind == DoesNotAnswer)
            || self.size > self.kinds.len()
            || !self.listed[x]
            || self
                .placements
                .iter()
                .any(|placement| placement.0.contains(&x) && Self::loses(placement, gone, &with_x) == Answer::Unknown);
        if refused {
            Answer::No
        } else if open {
            Answer::Unknown
        } else {
            Answer::Yes
        }
    }

    /// Does a stream that may have a majority without the first lose it without the second?
    fn loses((servers, votes): &(Vec<usize>, Vec<Vote>), first: &[usize], second: &[usize]) -> Answer {
        let majority = servers.len() / 2 + 1;
        let stands = |gone: &[usize]| -> Vec<bool> {
            let up =
                |world: &Vec<bool>| (0..servers.len()).filter(|&i| world[i] && !gone.contains(&servers[i])).count();
            worlds(votes).iter().map(|world| up(world) >= majority).collect()
        };
        let (before, after) = (stands(first), stands(second));
        if servers.len() == 1 || !before.contains(&true) || !after.contains(&false) {
            Answer::No
        } else if after.contains(&true) {
            Answer::Unknown
        } else {
            Answer::Yes
        }
    }

    /// Whether a zone's loss loses the quorum, wherever those without a tag stand.
    fn zone(&self, gone: &[usize], zone: &str) -> Answer {
        if self.verdict_without(gone) != Verdict::Held {
            return Answer::Unknown;
        }
        let untagged: Vec<usize> = (0..self.kinds.len()).filter(|&i| self.zones[i].is_none()).collect();
        let tagged = (0..self.kinds.len()).filter(|&i| self.zones[i] == Some(zone));
        let lost: Vec<usize> = gone.iter().copied().chain(tagged).collect();
        let mut verdicts = Vec::new();
        for how_many in 0..=untagged.len() {
            for more in choices(untagged.len(), how_many) {
                let all: Vec<usize> = lost.iter().copied().chain(more.iter().map(|&i| untagged[i])).collect();
                verdicts.push(self.verdict_without(&all));
            }
        }
        if verdicts.iter().all(|&verdict| verdict == Verdict::Lost) {
            Answer::Yes
        } else if verdicts.iter().all(|&verdict| verdict == Verdict::Held) {
            Answer::No
        } else {
            Answer::Unknown
        }
    }

    /// What a report would say of it.
    fn group(&self) -> Group {
        let (least, most) = Self::range(&self.counts_as_read());
        let whole = |n: usize| i32::try_from(n).expect("small");
        let narrow = |n: usize| u32::try_from(n).expect("small");
        let peer = |(i, &kind): (usize, &Kind)| Peer {
            name: Some(name(i)),
            id: None,
            server_id: None,
            label: None,
            vote: vote(kind),
            says: "as the twin made it".to_owned(),
            standing: if kind == Ghost { Standing::Ghost } else { Standing::Known },
            last_heard_ms: None,
            current: if kind == CurrentNotPrinted { None } else { Some(kind != NotCurrent) },
            lag: (kind == Behind).then_some(5.0),
            heard_by: if kind == DoesNotAnswer { vec![name(0)] } else { Vec::new() },
            no_answer: (kind == DoesNotAnswer).then(|| "timeout".to_owned()),
            well: None,
            complaints: if kind == Complains { vec!["JetStream is not well".to_owned()] } else { Vec::new() },
            version: None,
            zone: self.zones[i].map(str::to_owned),
            cluster: None,
            leader: None,
            evidence: Vec::new(),
        };
        let placement = |(servers, votes): &(Vec<usize>, Vec<Vote>)| Placement {
            servers: servers.iter().map(|&i| name(i)).collect(),
            votes: votes.clone(),
            needed: narrow(servers.len() / 2 + 1),
            margin: None,
            tolerance: None,
            streams: 1,
            consumers: 2,
            examples: vec!["APP > ORDERS".to_owned()],
        };
        let held = self.verdict == Verdict::Held;
        Group {
            domain: None,
            clusters: Vec::new(),
            as_of: None,
            size: Some(narrow(self.size)),
            sizes: self.sizes.clone(),
            needed: Some(narrow(self.needed)),
            rescue: self.needed < self.size / 2 + 1,
            verdict: self.verdict,
            says: "As the twin made it.".to_owned(),
            assumes: Vec::new(),
            leader: Some(name(0)),
            in_contact: Some(Range { least: whole(least), most: whole(most) }),
            margin: Some(Range { least: whole(least) - whole(self.needed), most: whole(most) - whole(self.needed) }),
            tolerance: held.then(|| narrow(least - self.needed)),
            peers: self.kinds.iter().enumerate().map(peer).collect(),
            contacts: Vec::new(),
            because: Vec::new(),
            next: Vec::new(),
            led_for_s: None,
            leader_settled: self.settled,
            leaderless_for_s: None,
            assets: Some(Assets {
                listed_by: (0..self.kinds.len()).filter(|&i| self.listed[i]).map(name).collect(),
                placements: self.placements.iter().map(placement).collect(),
                ..Assets::default()
            }),
            rejoined: Vec::new(),
            recovery: None,
        }
    }

    /// For every set of servers gone: the same as what the report says.
    fn compare(&self) {
        let group = self.group();
        for bits in 0_u32..1 << self.kinds.len() {
            let gone: Vec<usize> = (0..self.kinds.len()).filter(|i| bits >> i & 1 == 1).collect();
            let without: Vec<String> = gone.iter().map(|&i| name(i)).collect();
            let outlook = what_if(std::slice::from_ref(&group), &without).remove(0);
            self.compare_one(&gone, &outlook);
        }
    }

    fn compare_one(&self, gone: &[usize], outlook: &Outlook) {
        let told = || format!("{self:?} without {gone:?}: {outlook:#?}");
        let verdict = self.verdict_without(gone);
        assert_eq!(outlook.verdict, verdict, "{}", told());
        let (least, most) = self.in_contact(gone);
        let signed = |n: usize| i32::try_from(n).expect("small") - i32::try_from(self.needed).expect("small");
        assert_eq!(outlook.margin, Some(Range { least: signed(least), most: signed(most) }), "{}", told());
        let tolerance = (verdict == Verdict::Held).then(|| u32::try_from(least - self.needed).expect("held"));
        assert_eq!(outlook.tolerance, tolerance, "{}", told());
        let left = |i: &usize| !gone.contains(i);
        let breaks = |i: &usize| {
            let with: Vec<usize> = gone.iter().copied().chain([*i]).collect();
            verdict == Verdict::Held
                && vote(self.kinds[*i]) == Vote::Able
                && self.verdict_without(&with) != Verdict::Held
        };
        let critical: Vec<String> = (0..self.kinds.len()).filter(left).filter(breaks).map(name).collect();
        assert_eq!(outlook.critical_servers, critical, "{}", told());
        let servers = (0..self.kinds.len()).filter(left).filter(|&i| self.kinds[i] != Ghost);
        let restart: Vec<(String, Answer)> = servers.map(|i| (name(i), self.restart(gone, i))).collect();
        let said: Vec<(String, Answer)> = outlook.restart.iter().map(|one| (one.server.clone(), one.safe)).collect();
        assert_eq!(said, restart, "{}", told());
        let lost = self.placements.iter().filter(|placement| Self::loses(placement, &[], gone) == Answer::Yes).count();
        assert_eq!(outlook.losses.streams as usize, lost, "{}", told());
        assert_eq!(outlook.losses.consumers as usize, 2 * lost, "{}", told());
        for Zone { name, critical, .. } in &outlook.zones {
            assert_eq!(*critical, self.zone(gone, name), "zone {name} of {}", told());
        }
    }
}

/// All lists of so many, in every order or in one.
fn lists<T: Copy + Ord>(of: &[T], how_many: usize, ordered: bool) -> Vec<Vec<T>> {
    let mut lists: Vec<Vec<T>> = vec![Vec::new()];
    for _ in 0..how_many {
        let longer = |list: &Vec<T>| {
            let list = list.clone();
            let may_follow = of.iter().filter(|&&next| ordered || list.last().is_none_or(|last| *last <= next));
            may_follow.map(|&next| list.iter().copied().chain([next]).collect()).collect::<Vec<Vec<T>>>()
        };
        lists = lists.iter().flat_map(longer).collect();
    }
    lists
}

/// A first peer that leads, then all lists of others.
fn led(size: usize, kinds: &[Kind], ordered: bool) -> impl Iterator<Item = Seen> {
    let others = lists(kinds, size - 1, ordered);
    let leaders: Vec<Kind> = kinds.iter().copied().filter(|&kind| kind != DoesNotAnswer).collect();
    others.into_iter().flat_map(move |others| {
        let with =
            |leader: &Kind| Seen::of(&[*leader].into_iter().chain(others.iter().copied()).collect::<Vec<Kind>>());
        leaders.iter().map(with).collect::<Vec<Seen>>()
    })
}

#[test]
fn every_small_group_without_every_set_of_servers() {
    for size in 1..=5 {
        led(size, &KINDS, size <= 2).for_each(|seen| seen.compare());
    }
}

#[test]
fn leaderless_groups() {
    for size in 1..=5 {
        for seen in led(size, &[Unable, Silent, Unknown, Ghost], size <= 3) {
            if seen.verdict != Verdict::Lost {
                Seen { verdict: Verdict::Leaderless, ..seen }.compare();
            }
        }
    }
}

#[test]
fn a_leader_that_is_not_settled_sizes_that_disagree_and_a_rescue() {
    let few = [Fine, NotCurrent, Unable, Silent, Unknown];
    for size in 1..=5 {
        for seen in led(size, &few, size <= 3) {
            let (own, needed) = (u32::try_from(size).expect("small"), seen.needed);
            for settled in [Answer::No, Answer::Unknown] {
                Seen { settled, ..seen.clone() }.compare();
            }
            for other in [own - 1, own + 1, own + 2].into_iter().filter(|&other| other > 0) {
                let mut sizes = vec![own, other];
                sizes.sort_unstable();
                Seen { sizes, ..seen.clone() }.compare();
            }
            for needed in 1..needed {
                let mut seen = Seen { needed, ..seen.clone() };
                seen.verdict = seen.natural_verdict();
                seen.compare();
            }
        }
    }
}

#[test]
fn peers_that_nobody_names_and_servers_too_many() {
    for named in 1..=4 {
        for seen in led(named, &[Fine, NotCurrent, Unable, Silent, Unknown], named <= 3) {
            for size in [named - 1, named + 1, named + 2].into_iter().filter(|&size| size > 0) {
                let sizes = vec![u32::try_from(size).expect("small")];
                let mut seen = Seen { size, needed: size / 2 + 1, sizes, ..seen.clone() };
                seen.verdict = seen.natural_verdict();
                seen.compare();
            }
        }
    }
}

#[test]
fn zones_whatever_tags_tell() {
    for size in 1..=4 {
        for seen in led(size, &[Fine, Unable, Unknown], true) {
            for zones in lists(&[None, Some("a"), Some("b")], size, true) {
                Seen { zones, ..seen.clone() }.compare();
            }
        }
    }
}

#[test]
fn streams_on_up_to_three_servers() {
    let votes = [Vote::Able, Vote::Unable, Vote::Silent, Vote::Unknown];
    let indices = |n: usize| (0..n).collect::<Vec<usize>>();
    for size in 3..=4 {
        let seen = Seen::of(&vec![Fine; size]);
        for replicas in 1..=3 {
            for servers in choices(size, replicas) {
                for fares in lists(&indices(votes.len()), replicas, true) {
                    let fares: Vec<Vote> = fares.iter().map(|&i| votes[i]).collect();
                    for listed in lists(&[false, true], size, true) {
                        Seen { placements: vec![(servers.clone(), fares.clone())], listed, ..seen.clone() }.compare();
                    }
                }
            }
        }
    }
}
