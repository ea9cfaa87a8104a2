//! One group over its moments: which groups of two moments are the same, who led it and for how long, what changed.

use crate::{
    meta_group::{self, MetaGroup, Moment, Peer, View},
    peer_id::peer_id,
    phrase::list,
    reading::{Evidence, Reading, Time},
    verdict::{Judgement, Verdict, judge},
};

/// What holds at two moments no further apart than this is taken to have held between them: elections take 1 to 13 s,
/// so over a longer gap a leader may have come and gone.
const GAP_MS: i64 = 60_000;

/// All groups at all moments, judged.
#[derive(Debug, Default)]
pub struct Timeline {
    moments: Vec<(Option<Time>, Vec<Judged>)>,
}

/// A group at a moment, judged.
#[derive(Debug)]
struct Judged {
    group: MetaGroup,
    judgement: Judgement,
    /// Where the same group is at the last moment before that has it.
    before: Option<Place>,
}

/// Which moment, and which group of it.
type Place = (usize, usize);

/// A group at one of its moments.
#[derive(Debug, Clone, Copy)]
pub struct Then<'a> {
    /// The newest clock among the group's readings, else among the moment's.
    pub as_of: Option<Time>,
    /// The group then.
    pub group: &'a MetaGroup,
    /// The verdict then.
    pub judgement: &'a Judgement,
}

impl Timeline {
    /// Judges every group of every moment; `moments` oldest first. `expected`: the servers there should be.
    #[must_use]
    pub fn of(readings: &[Reading], moments: &[Moment], expected: &[String]) -> Self {
        let mut timeline = Self::default();
        // The last moment of every group seen so far.
        let mut latest: Vec<Place> = Vec::new();
        for (m, moment) in moments.iter().enumerate() {
            let earlier = timeline.moments.iter().map(|(_, groups)| groups).rfind(|groups| !groups.is_empty());
            let earlier: Vec<&MetaGroup> = earlier.into_iter().flatten().map(|judged| &judged.group).collect();
            let groups = meta_group::groups(readings, moment, expected, &earlier);
            let judged = |group: MetaGroup| {
                let before = timeline.same_group(&group, &latest);
                Judged { judgement: judge(&group), group, before }
            };
            let groups: Vec<Judged> = groups.into_iter().map(judged).collect();
            latest.retain(|known| groups.iter().all(|judged| judged.before != Some(*known)));
            let places = (0..groups.len()).map(|group| (m, group));
            latest.extend(places.clone());
            timeline.moments.push((moment.as_of, groups));
            places.for_each(|place| timeline.tell_how_long(place));
        }
        timeline
    }

    /// How many groups the moment has.
    #[must_use]
    pub fn groups_at(&self, moment: usize) -> usize {
        self.moments.get(moment).map_or(0, |(_, groups)| groups.len())
    }

    /// The group at a moment.
    #[must_use]
    pub fn at(&self, (moment, group): Place) -> Then<'_> {
        let (as_of, groups) = &self.moments[moment];
        let Judged { group, judgement, .. } = &groups[group];
        Then { as_of: group.as_of.or(*as_of), group, judgement }
    }

    /// The same group at the moments before, oldest first.
    #[must_use]
    pub fn before(&self, place: Place) -> Vec<Then<'_>> {
        let mut before: Vec<Then> = self.back_from(place).skip(1).collect();
        before.reverse();
        before
    }

    /// What is different from the moment before: verdict, leader, who came and went. One plain sentence each.
    #[must_use]
    pub fn changes(&self, place: Place) -> Vec<String> {
        let mut back = self.back_from(place);
        let (Some(now), Some(before)) = (back.next(), back.next()) else { return Vec::new() };
        let last_led = std::iter::once(before).chain(back).find(|then| then.leader().is_some());
        let mut changes = Vec::new();
        if now.judgement.verdict != before.judgement.verdict {
            changes.push(format!("From {} to {}.", word(&before), word(&now)));
        }
        changes.extend(change_of_leader(&now, last_led.as_ref()));
        changes.extend(came_and_went(&now, &before));
        changes
    }

    /// From this moment back.
    fn back_from(&self, place: Place) -> impl Iterator<Item = Then<'_>> {
        let places = std::iter::successors(Some(place), |&(moment, group)| self.moments[moment].1[group].before);
        places.map(|place| self.at(place))
    }

    /// Where the group was last: in the same domain, with the most peers in common.
    fn same_group(&self, group: &MetaGroup, latest: &[Place]) -> Option<Place> {
        let in_common = |place: &Place| {
            let before = self.at(*place).group;
            let known = |peer: &&Peer| before.peers.iter().any(|other| is_same(peer, other));
            if before.domain == group.domain { group.peers.iter().filter(known).count() } else { 0 }
        };
        let shared = latest.iter().map(|place| (in_common(place), *place)).filter(|(n, _)| *n > 0);
        shared.max_by_key(|(n, _)| *n).map(|(_, place)| place)
    }

    /// A group without a leader says for how long it has had none.
    fn tell_how_long(&mut self, place: Place) {
        let now = self.at(place);
        if now.judgement.verdict != Verdict::Leaderless {
            return;
        }
        let before = self.before(place);
        let Some((seconds, since)) = for_seconds(&now, &before, Then::is_without_leader) else { return };
        let views = since.group.peers.iter().filter_map(|peer| peer.view()?.evidence.clone());
        let evidence: Vec<Evidence> = views.collect();
        self.moments[place.0].1[place.1].judgement.has_been_leaderless(seconds, evidence);
    }
}

impl<'a> Then<'a> {
    /// The leader that holds its majority, and its view; None in any other case.
    #[must_use]
    pub fn leader(&self) -> Option<(&'a Peer, &'a View)> {
        let peer = &self.group.peers[self.judgement.leader.filter(|_| self.judgement.tolerance.is_some())?];
        Some((peer, peer.leading_view()?))
    }

    /// Led by the same server as then, and not elected anew, as far as /raftz and its public key tell.
    #[must_use]
    pub fn is_led_as(&self, then: &Then) -> bool {
        let (Some((now, _)), Some((before, _))) = (self.leader(), then.leader()) else { return false };
        let term = |peer: &Peer| peer.facts.as_deref()?.raft.as_ref()?.group.term;
        let process = |peer: &'_ Peer| peer.facts.as_deref()?.server_id.clone();
        is_same(now, before)
            && term(now).zip(term(before)).is_none_or(|(now, before)| now == before)
            && process(now).zip(process(before)).is_none_or(|(now, before)| now == before)
    }

    /// Certainly nobody led it: a majority knew no leader, or there was none to make one.
    pub(super) fn is_without_leader(&self) -> bool {
        match self.judgement.verdict {
            Verdict::Leaderless => true,
            Verdict::Lost => self.judgement.assumes.is_empty(),
            Verdict::Undecided | Verdict::Held => false,
        }
    }

    /// Everyone the leader counts, with what to call it; None without a leader that lists everybody.
    fn listed(&self) -> Option<Vec<&'a Peer>> {
        let (leader, view) = self.leader()?;
        let (size, _) = view.size.as_ref()?;
        let group = self.group;
        let peers: Vec<&Peer> = group
            .peers
            .iter()
            .filter(|peer| peer.id.is_some() && (peer.id == leader.id || view.row(peer.id.as_deref()).is_some()))
            .collect();
        (usize::try_from(*size) == Ok(peers.len())).then_some(peers)
    }
}

/// For how many seconds at least `holds` has been so, and since which moment; None without a moment before, or where it
/// is not so now. `before`: oldest first.
pub(super) fn for_seconds<'a>(
    now: &Then<'a>,
    before: &[Then<'a>],
    holds: impl Fn(&Then<'a>) -> bool,
) -> Option<(f64, Then<'a>)> {
    if before.is_empty() || !holds(now) {
        return None;
    }
    let mut since = *now;
    for then in before.iter().rev() {
        let gap = since.as_of.zip(then.as_of).map(|(later, earlier)| later.ms_since(earlier));
        if !holds(then) || gap.is_none_or(|gap| gap > GAP_MS) {
            break;
        }
        since = *then;
    }
    #[expect(clippy::cast_precision_loss, reason = "shown to people")]
    let ms = now.as_of?.ms_since(since.as_of?).max(0) as f64;
    Some((ms / 1e3, since))
}

/// The same peer at two moments: by id, by public key, or by where it is asked while its id is not known.
#[must_use]
pub fn is_same(one: &Peer, other: &Peer) -> bool {
    fn key(peer: &Peer) -> Option<&str> {
        peer.facts.as_deref()?.server_id.as_deref()
    }
    let by_address = |peer: &Peer| peer.id.clone().or_else(|| peer.asked_at().map(peer_id));
    // Every peer of a moment is compared with every one of another: names are hashed only where they must be.
    let same_id = match (&one.id, &other.id) {
        (Some(one), Some(other)) => one == other,
        _ => by_address(one).is_some_and(|id| Some(id) == by_address(other)),
    };
    same_id || key(one).is_some_and(|one| Some(one) == key(other))
}

fn word(then: &Then) -> &'static str {
    match then.judgement.verdict {
        Verdict::Held => "held",
        Verdict::Leaderless => "leaderless",
        Verdict::Undecided => "undecided",
        Verdict::Lost if then.judgement.assumes.is_empty() => "lost",
        Verdict::Lost => "lost (assuming)",
    }
}

fn change_of_leader(now: &Then, last_led: Option<&Then>) -> Option<String> {
    let (leader, _) = now.leader()?;
    let name = leader.called();
    let Some(last_led) = last_led else { return Some(format!("{name} leads.")) };
    let (last, _) = last_led.leader()?;
    if now.is_led_as(last_led) {
        None
    } else if is_same(leader, last) {
        Some(format!("{name} was elected anew."))
    } else {
        Some(format!("{name} leads, and {} did before.", last.called()))
    }
}

fn came_and_went(now: &Then, before: &Then) -> Vec<String> {
    let known = |peer: &Peer| before.group.peers.iter().find(|other| is_same(peer, other));
    let both = || now.group.peers.iter().filter_map(|peer| Some((peer, known(peer)?)));
    let fell_silent = both().filter(|(peer, was)| was.speaks() && peer.silence().is_some());
    let spoke_up = both().filter(|(peer, was)| peer.speaks() && was.silence().is_some());
    let mut told = vec![
        told(fell_silent.map(|(peer, _)| peer), ("does not answer any more", "do not answer any more")),
        told(spoke_up.map(|(peer, _)| peer), ("answers again", "answer again")),
    ];
    if let (Some(listed), Some(were)) = (now.listed(), before.listed()) {
        let not_in = |peers: &[&Peer], peer: &Peer| !peers.iter().any(|other| is_same(peer, other));
        let came = listed.iter().copied().filter(|peer| not_in(&were, peer));
        let went = were.iter().copied().filter(|peer| not_in(&listed, peer));
        told.push(self::told(came, ("is a new peer", "are new peers")));
        told.push(self::told(went, ("is no peer any more", "are no peers any more")));
    }
    if let (Some((leader, view)), Some((_, view_before))) = (now.leader(), before.leader()) {
        let fresh = |view: &View, peer: &Peer| view.row(peer.id.as_deref()).map(|row| row.fresh);
        let turned = |to: bool| {
            let turned = move |(peer, was): &(&Peer, &Peer)| {
                fresh(view, peer) == Some(to) && fresh(view_before, was) == Some(!to)
            };
            both().filter(turned).map(|(peer, _)| peer.called()).collect::<Vec<_>>()
        };
        let (lost, regained) = (turned(false), turned(true));
        told.push((!lost.is_empty()).then(|| format!("{} hears {} no more.", leader.called(), list(lost))));
        told.push((!regained.is_empty()).then(|| format!("{} hears {} again.", leader.called(), list(regained))));
    }
    told.into_iter().flatten().collect()
}

/// `n2 and n3 answer again.`; None of nobody.
fn told<'p>(peers: impl Iterator<Item = &'p Peer>, (one, several): (&str, &str)) -> Option<String> {
    let names: Vec<&str> = peers.map(Peer::called).collect();
    let verb = if names.len() == 1 { one } else { several };
    (!names.is_empty()).then(|| format!("{} {verb}.", list(names)))
}
