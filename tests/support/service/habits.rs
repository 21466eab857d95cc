//! How the service behaves, and how it misbehaves: what comes in are rules of a test, what goes out are the faults of the
//! request at hand. Absent: what a fault does to an answer.

use std::time::Duration;

/// What a rule is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum On {
    /// A connection, before anything is read.
    Connect,
    /// A request with tasks that make pictures.
    Send,
    /// A request that asks what became of tasks.
    Ask,
    /// A request that uploads images.
    Upload,
    /// A request for the bytes of a picture.
    Fetch,
    /// A task of a request, once it is found to be sound.
    Task,
}

/// Which of them.
#[derive(Debug, Clone, PartialEq)]
pub enum When {
    Always,
    /// The nth since the rule was set, from 1.
    Nth(u64),
    /// The first so many since the rule was set.
    First(u64),
    /// Every kth.
    Every(u64),
    /// By chance.
    Chance(f64),
    /// Those whose text holds this: a prompt, an id.
    Holds(String),
}

/// What is said about when to come again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Retry {
    Unsaid,
    Seconds(u64),
    /// As a date, so many seconds from now.
    Date(u64),
    /// Anything.
    Text(String),
}

/// When a connection is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// The body is not read.
    Unread,
    /// Everything was read, and nothing is done.
    Unaccepted,
    /// Everything was done, and nothing is answered.
    Accepted,
    /// In the middle of the answer.
    MidAnswer,
}

/// An error as the service words it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The status of an answer that tells of nothing else.
    pub status: u16,
    pub code: String,
    pub message: String,
    /// None, one, or several.
    pub parameters: Vec<String>,
    /// The type of the task that it tells of, if that is not the one that was sent.
    pub of: Option<&'static str>,
}

impl Refusal {
    pub fn new(code: &str, message: impl Into<String>) -> Self {
        Self { status: 400, code: code.to_owned(), message: message.into(), parameters: Vec::new(), of: None }
    }

    pub fn about(mut self, parameter: &str) -> Self {
        self.parameters.push(parameter.to_owned());
        self
    }

    pub fn status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }
}

/// What goes wrong.
#[derive(Debug, Clone, PartialEq)]
pub enum Fault {
    /// An answer with this status, after the tasks were accepted or instead.
    Status {
        code: u16,
        retry: Retry,
        accepted: bool,
    },
    Drop(Moment),
    /// No answer at all, and the connection stays.
    Silent {
        accepted: bool,
    },
    /// A page with status 200.
    Html {
        accepted: bool,
    },
    /// Accepted; the answer is cut where it stops being JSON, and sent as if it were whole.
    BadJson,
    /// Accepted; the answer says that it is text.
    WrongType,
    /// The answer comes in small pieces, with a wait after each.
    Drip(Duration),
    /// Accepted; the answer does not end.
    Huge,
    /// Results and errors in another order, and errors first.
    Shuffled,
    /// Fields that nobody knows.
    Strange,
    /// Pictures are called by what is no id.
    OddIds,
    /// Every entry twice.
    Twice,
    /// Entries about tasks of others.
    Foreign,
    /// Accepted; every other entry is missing, at least one.
    Missing,
    /// Accepted; but the answer is one error without the id of a task.
    Nameless,
    /// Accepted; but the answer is an error for each task.
    Unable(Refusal),
    /// For [`On::Task`]: it is not accepted.
    Refused(Refusal),
    /// For [`On::Task`]: it is accepted, and fails later.
    Fails(Refusal),
    /// For [`On::Fetch`]: a page instead of the picture.
    NoPicture,
    /// For [`On::Fetch`]: half the picture as if it were whole.
    Cut,
    /// For [`On::Fetch`]: it says that it is larger than anything.
    TooLarge,
    /// For [`On::Fetch`]: bytes without end.
    Endless,
    /// For [`On::Fetch`]: it is elsewhere.
    Moved(String),
}

/// A fault and when it happens.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    pub on: On,
    pub when: When,
    pub fault: Fault,
}

/// How the service behaves.
#[derive(Debug, Clone)]
#[allow(clippy::struct_excessive_bools)] // each is a habit of its own
pub struct Habits {
    /// All that apply happen together, as far as that can be; of those that end a request, the first.
    pub rules: Vec<Rule>,
    /// What chance begins with.
    pub seed: u64,
    /// How long a request with tasks takes.
    pub latency: Duration,
    /// How often a task is being worked at when it is asked for.
    pub asks: u32,
    /// How long a task takes at least.
    pub takes: Duration,
    /// Several results of a task are done one after the other, one more each time.
    pub trickle: bool,
    /// The status of an answer that tells of results and of errors.
    pub mixed: u16,
    /// Tasks that fail later do so among the results, with a status of their own.
    pub errors_in_data: bool,
    /// The code for a task that is not known.
    pub unknown_task: String,
    /// The code for a reference that is not known.
    pub unknown_image: String,
    /// Stands at the end of every message; `{key}` is the key that came.
    pub says: String,
    /// Answers are put together from the ids alone; nothing is looked at, and nothing is kept but how many came. For
    /// measurements.
    pub prepared: bool,
}

impl Default for Habits {
    fn default() -> Self {
        Self {
            rules: Vec::new(),
            seed: 1,
            latency: Duration::ZERO,
            asks: 0,
            takes: Duration::ZERO,
            trickle: false,
            mixed: 400,
            errors_in_data: false,
            unknown_task: "taskNotFound".to_owned(),
            unknown_image: "imageNotFound".to_owned(),
            says: String::new(),
            prepared: false,
        }
    }
}

impl Habits {
    /// The same with one rule more.
    #[must_use]
    pub fn with(mut self, on: On, when: When, fault: Fault) -> Self {
        self.rules.push(Rule { on, when, fault });
        self
    }
}

/// What tells which rules apply: counters and chance.
pub(super) struct Dice {
    counts: Vec<u64>,
    chance: fastrand::Rng,
}

impl Dice {
    pub(super) fn new(habits: &Habits) -> Self {
        Self { counts: vec![0; habits.rules.len()], chance: fastrand::Rng::with_seed(habits.seed) }
    }

    /// The faults of one thing of this kind. What cuts a connection unread is rolled apart, since then the rest is not read.
    pub(super) fn roll(&mut self, habits: &Habits, on: On, text: &str) -> Vec<Fault> {
        let unread = on != On::Connect && text.is_empty();
        let mut faults = Vec::new();
        for (rule, count) in habits.rules.iter().zip(&mut self.counts) {
            if rule.on != on || (on != On::Connect && (rule.fault == Fault::Drop(Moment::Unread)) != unread) {
                continue;
            }
            *count += 1;
            let applies = match &rule.when {
                When::Always => true,
                When::Nth(nth) => count == nth,
                When::First(first) => *count <= *first,
                When::Every(kth) => *count % *kth == 0,
                When::Chance(chance) => self.chance.f64() < *chance,
                When::Holds(part) => text.contains(part),
            };
            if applies {
                faults.push(rule.fault.clone());
            }
        }
        faults
    }
}
