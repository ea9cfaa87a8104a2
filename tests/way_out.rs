//! Following a way out: the steps that one recorded moment leads to, held against the moments that came after it.

use quorate::{
    report::{Answer, Group, Options, Shows, Verdict, shown},
    triage::Triage,
};

mod recorded;

use recorded::{Asked, Moment, corpus, moments_of};

/// What the steps of a group's way out wait for.
fn awaited(group: &Group) -> Vec<Shows> {
    let steps = group.recovery.iter().flat_map(|recovery| &recovery.steps);
    steps.flat_map(|step| &step.after).filter_map(|after| after.shows.clone()).collect()
}

fn groups(moments: &[Moment]) -> Vec<Group> {
    let mut triage = Triage::new(Options::default());
    for input in moments.iter().flat_map(|moment| moment.inputs(Asked::is_at_level_c)) {
        triage.add(&input);
    }
    triage.report().groups
}

/// The plan is made at each moment that has one, and followed through all later moments of its run.
#[test]
fn a_step_is_never_called_done_while_the_group_is_broken() {
    let (mut led, mut not_yet) = (0, 0);
    for moments in corpus().iter().map(|file| moments_of(file)) {
        for run in moments.chunk_by(|a, b| a.run() == b.run()) {
            let reports: Vec<Vec<Group>> = run.iter().map(|moment| groups(std::slice::from_ref(moment))).collect();
            for (n, plans) in reports.iter().enumerate() {
                for plan in plans.iter().filter(|plan| plan.verdict != Verdict::Held) {
                    let awaited = awaited(plan);
                    for (later, moment) in reports[n..].iter().zip(&run[n..]) {
                        for group in later.iter().filter(|group| group.domain == plan.domain) {
                            let answers = shown(group, &awaited);
                            assert_eq!(answers.len(), awaited.len());
                            let truth = moment.truth.meta_groups.iter().find(|truth| truth.is(group));
                            let Some(truth) = truth else { continue };
                            for (shows, answer) in awaited.iter().zip(answers) {
                                if !matches!(shows, Shows::Led { .. }) {
                                    continue;
                                }
                                led += u32::from(answer == Answer::Yes);
                                not_yet += u32::from(answer == Answer::No);
                                let is_wrong = answer == Answer::Yes && !truth.meta_quorum;
                                assert!(!is_wrong, "{}: {shows:?} is called done", moment.id);
                            }
                        }
                    }
                }
            }
        }
    }
    assert!(led > 100 && not_yet > 100, "{led} done, {not_yet} not yet");
}

/// A group of five servers that is well, every one asked for its /healthz.
fn all_is_well() -> Group {
    let moments = corpus().into_iter().flat_map(|file| moments_of(&file));
    let mut held = moments.map(|moment| groups(&[moment]).remove(0));
    let is_well = |group: &Group| {
        group.verdict == Verdict::Held
            && group.peers.len() == 5
            && group.peers.iter().all(|peer| peer.well == Some(true))
    };
    held.find(is_well).expect("a recording of five servers that are well")
}

/// What is changed in a group, at the place of a peer.
type Change = fn(&mut Group, usize);

/// What one fact changes in what is shown.
#[test]
fn every_sign_in_turn() {
    use Answer::{No, Unknown, Yes};
    let group = all_is_well();
    let [leader, follower] = [true, false].map(|leads| {
        let named = |peer: &&quorate::report::Peer| (peer.name == group.leader) == leads;
        group.peers.iter().position(|peer| named(&peer)).expect("a peer")
    });
    let servers = vec![group.peers[follower].called().to_owned()];
    let id = group.peers[follower].id.clone().expect("an id");
    let led = |size| Shows::Led { servers: servers.clone(), size };
    let current = || Shows::Current { servers: servers.clone() };
    let well = || Shows::Well { servers: Vec::new() };
    let removed = || Shows::Removed { ids: vec![id.clone()] };
    let nobody = Shows::Well { servers: vec!["nobody".to_owned()] };
    let as_it_is: Change = |_, _| ();
    let lessons: [(&str, Change, Shows, Answer); 21] = [
        ("one leader", as_it_is, led(Some(5)), Yes),
        ("of another size", as_it_is, led(Some(4)), No),
        ("of whatever size", as_it_is, led(None), Yes),
        ("sizes differ", |group, _| group.sizes = vec![4, 5], led(None), No),
        ("no size is printed", |group, _| group.sizes.clear(), led(None), Unknown),
        ("it is not heard", |group, i| group.peers[i].vote = quorate::report::Vote::Unable, led(None), No),
        ("nobody knows of it", |group, i| group.peers[i].vote = quorate::report::Vote::Unknown, led(None), Unknown),
        ("lost", |group, _| group.verdict = Verdict::Lost, led(None), No),
        ("undecided", |group, _| group.verdict = Verdict::Undecided, led(None), Unknown),
        ("held if something is so", |group, _| group.assumes = vec!["it is".to_owned()], led(None), Unknown),
        ("in step", as_it_is, current(), Yes),
        ("behind", |group, i| group.peers[i].lag = Some(2.0), current(), No),
        ("not said", |group, i| group.peers[i].current = None, current(), Unknown),
        ("every /healthz is 200", as_it_is, well(), Yes),
        ("one complains", |group, i| group.peers[i].well = Some(false), well(), No),
        ("one was not asked", |group, i| group.peers[i].well = None, well(), Unknown),
        ("a stranger", as_it_is, nobody, Unknown),
        ("still listed", as_it_is, removed(), No),
        ("no longer listed", |group, i| drop(group.peers.remove(i)), removed(), Yes),
        ("odd", as_it_is, Shows::OddSize, Yes),
        ("no rescue", as_it_is, Shows::Rescue { active: true }, No),
    ];
    for (lesson, change, shows, expected) in lessons {
        let mut changed = group.clone();
        change(&mut changed, follower);
        assert_eq!(shown(&changed, &[shows]), [expected], "{lesson}");
    }
    assert_eq!(shown(&group, &[Shows::Current { servers: vec![group.peers[leader].called().to_owned()] }]), [Yes]);
}
