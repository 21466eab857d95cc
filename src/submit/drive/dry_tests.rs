//! What the service says of jobs before anything is made.
#![allow(clippy::unwrap_used, clippy::panic)]

use super::*;
use crate::submit::drive::tests::kit::{PRICE, REFERENCE, Room, client, job, options, several, with};
use crate::submit::drive::tests::service::{Fault, Habits, Moment, On, Retry, Service, When};
use crate::submit::{Key, Pace};

#[derive(Default)]
struct Waits(Vec<Class>);

impl Watch for Waits {
    fn see(&mut self, event: &Event<'_>) {
        if let Event::Waiting { failure, .. } = event {
            self.0.push(failure.class);
        }
    }
}

async fn looked_at(room: &Room, service: &Service, jobs: &[Job]) -> Result<Vec<DryResult>, Trouble> {
    dry(jobs, &client(service), &room.shelf(), &options(room), &mut Waits::default()).await
}

fn costs(usd: u64) -> DryResult {
    DryResult { cost: Some(Usd(usd)), ..DryResult::default() }
}

#[tokio::test]
async fn jobs_are_priced_and_nothing_is_made() {
    let (room, service) = (Room::new("priced"), Service::start(Habits::default()));
    let photo = room.photo("watch.png");
    let jobs = [
        job("a"),
        several("b", 3),
        with("c", vec![photo.clone(), photo]),
        job("a"),
        with("d", vec![Input::Picture(0)]),
        with("d", vec![Input::Picture(3)]),
    ];
    let results = looked_at(&room, &service, &jobs).await.unwrap();
    let stands_in = DryResult { stand_ins: 1, ..costs(PRICE + REFERENCE) };
    let same = DryResult { same_as: Some(0), ..DryResult::default() };
    let same_too = DryResult { same_as: Some(4), stand_ins: 1, ..DryResult::default() };
    assert_eq!(results, [costs(PRICE), costs(PRICE * 3), costs(PRICE + 2 * REFERENCE), same, stands_in, same_too]);
    let ledger = service.ledger();
    assert!(ledger.tasks.is_empty() && ledger.uploads.is_empty());
    assert_eq!(ledger.count(On::Send), 1);
    assert!(ledger.requests.iter().all(|request| request.header("x-runware-dry-run") == Some("1")));
    assert!(!ledger.requests[0].text().contains(&jobs[0].key(&|_| String::new())), "the real id is not touched");
    assert!(!room.0.join("out").exists());
}

#[tokio::test]
async fn each_refusal_is_that_of_its_job() {
    let (room, service) = (Room::new("refused"), Service::start(Habits::default()));
    let mut bad = job("bad");
    bad.body[0] = bad.body[0].replace("1024", "1023");
    let photo = room.photo("gone.png");
    std::fs::remove_file(room.project().join("gone.png")).unwrap();
    let jobs = [job("a"), bad.clone(), with("c", vec![photo]), bad, with("e", vec![Input::Picture(7)]), job("f")];
    let results = looked_at(&room, &service, &jobs).await.unwrap();
    assert_eq!((&results[0], &results[5]), (&costs(PRICE), &costs(PRICE)));
    let failures: Vec<&Failure> = results[1..5].iter().map(|result| result.failure.as_ref().unwrap()).collect();
    assert!(failures.iter().all(|failure| failure.class == Class::Validation));
    assert_eq!(failures[0].parameters, ["width", "height"]);
    assert!(failures[1].message.contains("`gone.png`"), "{}", failures[1]);
    assert_eq!(failures[2], failures[0]);
    assert!(failures[3].message.contains("in front"), "{}", failures[3]);
}

#[tokio::test]
async fn what_passes_is_tried_again_and_what_is_said_of_none_is_said_of_each() {
    for fault in [
        Fault::Status { code: 503, retry: Retry::Unsaid, accepted: false },
        Fault::Status { code: 429, retry: Retry::Seconds(0), accepted: false },
        Fault::Drop(Moment::Accepted),
        Fault::Drop(Moment::MidAnswer),
        Fault::Html { accepted: true },
        Fault::BadJson,
        Fault::Missing,
        Fault::Nameless,
    ] {
        let habits = Habits::default().with(On::Send, When::Nth(1), fault.clone());
        let (room, service) = (Room::new("passes"), Service::start(habits));
        let mut waits = Waits::default();
        let jobs = [job("a"), job("b"), job("c")];
        let results = dry(&jobs, &client(&service), &room.shelf(), &options(&room), &mut waits).await.unwrap();
        assert_eq!(results, [costs(PRICE), costs(PRICE), costs(PRICE)], "{fault:?}");
        assert_eq!(waits.0.len(), 1, "{fault:?}");
    }
}

#[tokio::test]
async fn one_of_several_that_spoils_the_whole_is_found() {
    let fault = Fault::Status { code: 500, retry: Retry::Unsaid, accepted: false };
    let habits = Habits::default().with(On::Send, When::Holds("spoilt".to_owned()), fault);
    let (room, service) = (Room::new("spoilt"), Service::start(habits));
    let jobs = [job("a"), job("spoilt"), job("c")];
    let results = looked_at(&room, &service, &jobs).await.unwrap();
    assert_eq!((&results[0], &results[2]), (&costs(PRICE), &costs(PRICE)));
    assert_eq!(results[1].failure.as_ref().unwrap().class, Class::Server);
}

#[test]
fn fault_that_is_found_with_one_of_several_is_not_that_of_all() {
    let room = Room::new("fault");
    let (jobs, shelf, options) = ([job("a"), job("b")], room.shelf(), options(&room));
    let mut dry = Dry::new(&jobs, &shelf, &options);
    let failure = Failure::new(Class::Validation, "something is wrong");
    let sent = |parcel: Parcel| Sent {
        tries: parcel.tries,
        jobs: parcel.jobs.into_iter().zip(parcel.tasks.into_iter().map(|(id, _)| id)).collect(),
    };
    let both = sent(dry.next().unwrap());
    let ids: Vec<String> = both.jobs.iter().map(|(_, id)| id.clone()).collect();
    dry.hear(both, Outcome::Lost(failure.clone(), None), &mut Waits::default()).unwrap();
    let (one, other) = (sent(dry.next().unwrap()), sent(dry.next().unwrap()));
    assert_eq!((one.jobs.len(), one.jobs[0].0, other.jobs.len(), other.jobs[0].0), (1, 0, 1, 1));
    assert!(!ids.contains(&one.jobs[0].1), "each try has a new id");
    dry.hear(one, Outcome::Refused(failure.clone(), None), &mut Waits::default()).unwrap();
    let said = Said::Working;
    let item = Item { task: other.jobs[0].1.clone(), said };
    dry.hear(other, Outcome::Answered(vec![item]), &mut Waits::default()).unwrap();
    assert!(dry.next().is_none());
    let results = dry.results();
    assert_eq!((&results[0].failure, &results[1]), (&Some(failure), &DryResult::default()));
}

#[tokio::test]
async fn a_service_that_takes_nothing_ends_it_at_once() {
    let room = Room::new("nothing");
    let jobs: Vec<Job> = (0..50).map(|at| job(&format!("job {at}"))).collect();
    for (code, class) in [(401, Class::Auth), (402, Class::Quota)] {
        let fault = Fault::Status { code, retry: Retry::Unsaid, accepted: false };
        let service = Service::start(Habits::default().with(On::Send, When::Always, fault));
        let Err(Trouble::Service(failure)) = looked_at(&room, &service, &jobs).await else { panic!("{code}") };
        assert_eq!(failure.class, class);
    }
    let service = Service::start(Habits::default());
    let elsewhere = service.base().replace("/v1", "/v2");
    let client = Client::new(&elsewhere, Key::new(service.key()).unwrap(), Pace::default()).unwrap();
    let options = options(&room);
    let results = dry(&jobs, &client, &room.shelf(), &options, &mut Waits::default()).await.unwrap();
    assert!(results.iter().all(|result| result.failure.as_ref().unwrap().class == Class::NotFound));
}

#[tokio::test]
async fn a_service_that_is_not_there_is_given_up() {
    let service = Service::start(Habits::default());
    let (room, client) = (Room::new("away"), client(&service));
    drop(service);
    let mut options = options(&room);
    options.pace.retries = 2;
    let mut waits = Waits::default();
    let outcome = dry(&[job("a")], &client, &room.shelf(), &options, &mut waits).await;
    let Err(Trouble::Service(failure)) = outcome else { panic!("{outcome:?}") };
    assert_eq!((failure.class, waits.0.len()), (Class::Connection, 2));
}

#[tokio::test]
async fn a_task_that_never_passes_is_given_up_and_the_others_are_priced() {
    let fault = Fault::Status { code: 500, retry: Retry::Unsaid, accepted: false };
    let habits = Habits::default().with(On::Send, When::Holds("never".to_owned()), fault);
    let (room, service) = (Room::new("never"), Service::start(habits));
    let options = Options { batch: 1, concurrency: 1, ..options(&room) };
    let jobs = [job("a"), job("never"), job("c")];
    let results = dry(&jobs, &client(&service), &room.shelf(), &options, &mut Waits::default()).await.unwrap();
    assert_eq!((&results[0], &results[2]), (&costs(PRICE), &costs(PRICE)));
    assert_eq!(results[1].failure.as_ref().unwrap().class, Class::Server);
}

#[tokio::test]
async fn requests_are_bounded_in_bytes() {
    let (room, service) = (Room::new("bytes"), Service::start(Habits::default()));
    let mut photo = room.photo("large.png");
    let large = [std::fs::read(room.project().join("large.png")).unwrap(), vec![0; 6 << 20]].concat();
    std::fs::write(room.project().join("large.png"), &large).unwrap();
    if let Input::File { hash, .. } = &mut photo {
        *hash = blake3::hash(&large).to_string();
    }
    let jobs: Vec<Job> = (0..5).map(|at| with(&format!("job {at}"), vec![photo.clone()])).collect();
    let results = looked_at(&room, &service, &jobs).await.unwrap();
    assert!(results.iter().all(|result| result.cost == Some(Usd(PRICE + REFERENCE))), "{results:?}");
    let sizes: Vec<usize> = service.ledger().requests.iter().map(|request| request.body.len()).collect();
    assert_eq!(sizes.len(), 3);
    assert!(sizes.iter().all(|size| *size < MOST + 100), "{sizes:?}");
}

#[tokio::test]
async fn a_refusal_with_words_of_its_own_is_kept_as_it_is() {
    let (room, service) = (Room::new("words"), Service::start(Habits::default()));
    let mut bad = job("bad");
    bad.body[0] = bad.body[0].replace("google:4@3", "google:0@0");
    let results = looked_at(&room, &service, &[bad]).await.unwrap();
    let failure = results[0].failure.as_ref().unwrap();
    assert_eq!((failure.code.as_str(), &failure.parameters[..]), ("invalidModel", &["model".to_owned()][..]));
}

#[tokio::test]
async fn a_service_that_only_fails_is_not_tried_with_every_job() {
    let fault = Fault::Status { code: 500, retry: Retry::Unsaid, accepted: false };
    let (room, service) = (Room::new("fails"), Service::start(Habits::default().with(On::Send, When::Always, fault)));
    let mut options = options(&room);
    options.pace.retries = 2;
    let jobs: Vec<Job> = (0..400).map(|at| job(&format!("job {at}"))).collect();
    let outcome = dry(&jobs, &client(&service), &room.shelf(), &options, &mut Waits::default()).await;
    assert!(matches!(outcome, Err(Trouble::Service(_))), "{outcome:?}");
    assert!(service.ledger().requests.len() < 60);
}
