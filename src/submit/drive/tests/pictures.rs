//! Pictures on their way to the disk, and images that the service has forgotten.

use super::kit::{Stage, job, several, with};
use super::service::{Fault, Habits, Moment, On, Retry, When};
use super::stops::At;
use crate::submit::journal::Move;
use crate::submit::{Input, Picture, State};

fn status(code: u16) -> Fault {
    Fault::Status { code, retry: Retry::Unsaid, accepted: false }
}

#[tokio::test]
async fn a_picture_that_does_not_come_is_fetched_again() {
    for (at, fault) in [
        status(429),
        status(503),
        status(404),
        Fault::Drop(Moment::Unaccepted),
        Fault::Drop(Moment::MidAnswer),
        Fault::Cut,
        Fault::NoPicture,
    ]
    .into_iter()
    .enumerate()
    {
        let stage = Stage::new(&format!("fetch{at}"), Habits::default().with(On::Fetch, When::First(2), fault));
        let jobs = [job("one"), job("two")];
        let run = stage.record(&jobs);
        let (summary, tale) = stage.drive(run).await;
        assert_eq!(summary.done, 2, "{at} {:#?}", tale.0);
        stage.all_is_well(run, &jobs);
    }
}

#[tokio::test]
async fn a_picture_that_cannot_be_had_is_made_all_the_same() {
    let stage = Stage::new("unsaved", Habits::default().with(On::Fetch, When::Always, Fault::NoPicture));
    let jobs = [job("one"), with("two", vec![Input::Picture(0)])];
    let run = stage.record(&jobs);
    let (summary, tale) = stage.drive(run).await;
    assert_eq!((summary.not_saved, summary.done, tale.count("one not saved picture")), (2, 0, 1));
    assert_eq!(stage.states(run), [Some(State::Succeeded); 2]);
    assert!(stage.room.pictures().is_empty());
    stage.service.set(Habits::default());
    let (summary, _) = stage.drive(run).await;
    assert_eq!((summary.done, summary.spent.0), (2, 0));
    stage.all_is_well(run, &jobs);
}

#[tokio::test]
async fn addresses_that_have_expired_are_asked_for_anew() {
    let stage = Stage::new("expired", Habits::default().with(On::Fetch, When::Always, Fault::NoPicture));
    let mut jobs = vec![several("one", 5), job("two")];
    for at in 0..3 {
        jobs.push(crate::submit::Job { id: format!("same{at}"), ..several("one", 5) });
    }
    let run = stage.record(&jobs);
    let (summary, _) = stage.drive(run).await;
    assert_eq!(summary.not_saved, 5);
    stage.service.set(Habits::default());
    stage.service.expire_addresses();
    let (summary, tale) = stage.drive(run).await;
    assert_eq!(summary.done, 5, "{:#?}", tale.0);
    stage.all_is_well(run, &jobs);
}

#[tokio::test]
async fn an_address_that_nobody_renews_leaves_the_picture_unsaved() {
    let stage = Stage::new("unrenewed", Habits::default().with(On::Fetch, When::Always, status(404)));
    let run = stage.record(&[several("one", 3)]);
    let (summary, tale) = stage.drive(run).await;
    assert_eq!((summary.not_saved, tale.count("one not saved not-found")), (1, 1), "{:#?}", tale.0);
    assert_eq!(tale.count("one unknown"), 0);
    // The service does not even answer.
    let habits = Habits::default().with(On::Fetch, When::Always, status(404)).with(On::Ask, When::Always, status(500));
    stage.service.set(habits);
    let (summary, tale) = stage.drive(run).await;
    assert_eq!((summary.not_saved, tale.count("one unknown")), (1, 0), "{:#?}", tale.0);
    assert_eq!(stage.states(run), [Some(State::Succeeded)]);
}

#[tokio::test]
async fn a_picture_without_an_address_is_asked_about() {
    let stage = Stage::new("nowhere", Habits::default().with(On::Fetch, When::Always, Fault::NoPicture));
    let jobs = [job("one")];
    let run = stage.record(&jobs);
    stage.drive(run).await;
    let mut journal = stage.journal();
    let task = journal.tasks(run).unwrap().remove(0).unwrap();
    let pictures: Vec<_> = task.pictures.iter().map(|it| Picture { url: String::new(), ..it.clone() }).collect();
    let nowhere = Move { task: &task.uuid, to: State::Succeeded, failure: None, pictures: &pictures, cost: None };
    journal.change(&[nowhere]).unwrap();
    drop(journal);
    stage.service.set(Habits::default());
    let (summary, tale) = stage.drive(run).await;
    assert_eq!(summary.done, 1, "{:#?}", tale.0);
    stage.all_is_well(run, &jobs);
}

#[tokio::test]
async fn an_upload_that_the_service_has_forgotten_is_made_again() {
    let stage = Stage::new("forgot", Habits::default());
    let photo = stage.room.photo("watch.png");
    stage.make(&[with("one", vec![photo.clone()])]).await;
    stage.service.expire_images();
    let jobs: Vec<_> = (0..6).map(|at| with(&format!("job {at}"), vec![photo.clone()])).collect();
    let run = stage.record(&jobs);
    let (summary, tale) = stage.drive(run).await;
    assert_eq!((summary.done, summary.failed), (6, 0), "{:#?}", tale.0);
    assert_eq!(stage.service.ledger().uploads.len(), 2, "once more, for all of them");
    assert!(stage.service.ledger().paid_twice().is_empty());
}

#[tokio::test]
async fn a_picture_that_the_service_has_forgotten_is_uploaded_from_the_disk() {
    let stage = Stage::new("pass", Habits::default());
    let jobs = [job("base"), with("light", vec![Input::Picture(0)]), with("dark", vec![Input::Picture(0)])];
    let run = stage.record(&jobs);
    At::new("base accepted", 1).drive(&stage, run).await;
    stage.service.expire_images();
    let (summary, tale) = stage.drive(run).await;
    assert_eq!(summary.done, 3, "{:#?}", tale.0);
    stage.all_is_well(run, &jobs);
    assert_eq!(stage.service.ledger().uploads.len(), 1);
}

#[tokio::test]
async fn a_picture_that_is_not_on_the_disk_is_fetched_to_be_uploaded() {
    let mut stage = Stage::new("direct", Habits::default());
    stage.options.download = false;
    let jobs = [job("base"), with("light", vec![Input::Picture(0)])];
    let run = stage.record(&jobs);
    At::new("base accepted", 1).drive(&stage, run).await;
    stage.service.expire_images();
    let (summary, tale) = stage.drive(run).await;
    assert_eq!(summary.done, 2, "{:#?}", tale.0);
    assert_eq!(stage.service.ledger().uploads.len(), 1);
    assert!(stage.service.ledger().paid_twice().is_empty());
}

#[tokio::test]
async fn what_is_refused_for_its_images_again_has_failed() {
    let stage = Stage::new("refused", Habits::default());
    let photo = stage.room.photo("watch.png");
    let refusal = super::service::Refusal::new("invalidInputsReferenceImages", "No.").about("inputs.referenceImages");
    stage.make(&[with("one", vec![photo.clone()])]).await;
    stage.service.set(Habits::default().with(On::Task, When::Always, Fault::Refused(refusal)));
    let (summary, tale) = stage.make(&[with("two", vec![photo])]).await;
    assert_eq!((summary.failed, tale.count("two sending")), (1, 2), "{:#?}", tale.0);
    assert_eq!(stage.service.ledger().uploads.len(), 2);
}

#[tokio::test]
async fn a_picture_whose_id_makes_no_sense_is_paid_and_not_paid_again() {
    let habits = Habits::default().with(On::Ask, When::Always, Fault::OddIds);
    let stage = Stage::new("oddid", habits);
    let jobs = [job("one")];
    let run = stage.record(&jobs);
    let (summary, _) = stage.drive(run).await;
    assert_eq!((summary.unknown, summary.failed), (1, 0));
    let (summary, _) = stage.drive(run).await;
    assert_eq!((summary.unknown, summary.failed), (1, 0));
    // When the service comes to its senses, the picture is there.
    stage.service.set(Habits::default());
    stage.drive(run).await;
    stage.all_is_well(run, &jobs);
    assert_eq!(stage.service.ledger().tasks.len(), 1);
}
