//! What kind of failure an answer tells of. What comes in: the status of the answer and the code of the error. What goes
//! out: a class. Absent: the whole list of codes: there are hundreds, and they change; they are known by their words.

use crate::submit::Class::{
    self, Auth, Conflict, NotFound, Provider, Quota, RateLimit, Safety, Server, Timeout, Validation,
};

/// Words of codes, and what they say; the first row that fits decides. A code is cut into its words: `invalidAPIKey` is
/// `^ invalid api key`. A pattern begins where a word begins, and may end within one: ` moderat` is in `moderationFailed`.
const WORDS: &[(Class, &[&str])] = &[
    (Conflict, &[" conflict task", " task uuid conflict", " duplicate task uuid", " task uuid already"]),
    (Provider, &[" provider auth", " third party auth", " upstream auth"]),
    (Auth, &[" api key", " auth", " unauthor", " forbidden", " permission", " access denied", " token expired"]),
    (
        Auth,
        &[" account suspend", " account disab", " organization suspend", " organization disab", " workspace suspend"],
    ),
    (Validation, &["^ unsupported", "^ missing", " unknown param", "^ invalid safety", "^ invalid moderation"]),
    (Validation, &["^ invalid nsfw", "^ invalid check", "^ invalid provider settings"]),
    (Safety, &[" safety", " unsafe", " moderat", " nsfw", " content polic", " policy viol", " sensitive", " flagged"]),
    (
        Safety,
        &[" provider content", " content filter", " content block", " prompt block", " image block", " prohibited"],
    ),
    (Quota, &[" credit", " balance", " quota", " payment", " billing", " funds", " budget"]),
    (
        RateLimit,
        &[" rate limit", " too many request", " too many task", " too many concurrent", " concurren", " throttl"],
    ),
    (NotFound, &[" not found", " unknown model", " unknown task", " does not exist", " expired", " cancel"]),
    (Validation, &["^ invalid", "^ incompatible", "^ mismatch", "^ duplicate", " validation", " already exists"]),
    (Validation, &[" too large", " too small", " too long", " too short", " too many", " exceed", " out of range"]),
    (Validation, &[" required", " not allowed", " not supported", " malformed", " bad request"]),
    (Timeout, &[" timeout", " timed out", " time out", " deadline"]),
    (Provider, &[" provider", " third party", " upstream", " inference", " generation fail", " processing fail"]),
    (Provider, &[" task fail", " model unavailable", " model disab", " model not ready", " no available server"]),
    (Provider, &[" upload fail", " download fail"]),
    (Server, &[" server", " service", " internal", " unavailable", " overload", " unknown error", " standard error"]),
];

/// The class of an error. The status says it where it says anything certain; the code says the rest. That an id is taken is
/// always heard, since money hangs on it.
pub(super) fn class(status: u16, code: &str) -> Class {
    let by_code = by_code(code);
    match (status, by_code) {
        (_, Some(Conflict)) => Conflict,
        (403, Some(finer @ (Safety | Quota | RateLimit))) | (429, Some(finer @ Quota)) => finer,
        (401 | 403, _) => Auth,
        (402, _) => Quota,
        (404, _) => NotFound,
        (429, _) => RateLimit,
        (408 | 504, _) => Timeout,
        (_, Some(class)) => class,
        (300..500, None) => Validation,
        (_, None) => Server,
    }
}

/// What a code says by itself.
pub(super) fn by_code(code: &str) -> Option<Class> {
    let words = words(code);
    let fits = |patterns: &&[&str]| patterns.iter().any(|pattern| words.contains(pattern));
    WORDS.iter().find(|(_, patterns)| fits(patterns)).map(|(class, _)| *class)
}

/// A code as its words, in small letters: `^ nsfw content detected` of `NSFWContentDetected` or `nsfw_content-detected`.
fn words(code: &str) -> String {
    let letters: Vec<char> = code.chars().collect();
    let mut words = String::from("^ ");
    for (at, &letter) in letters.iter().enumerate() {
        if !letter.is_alphanumeric() {
            words.push(' ');
            continue;
        }
        let before = at.checked_sub(1).map(|at| letters[at]);
        let after = letters.get(at + 1);
        let begins = letter.is_uppercase()
            && before.is_some_and(|before| !before.is_uppercase() || after.is_some_and(|after| after.is_lowercase()));
        if begins && !words.ends_with(' ') {
            words.push(' ');
        }
        words.extend(letter.to_lowercase());
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_cut_into_words() {
        assert_eq!(words("invalidAPIKey"), "^ invalid api key");
        assert_eq!(words("NSFWContentDetected"), "^ nsfw content detected");
        assert_eq!(words("conflictTaskUUID"), "^ conflict task uuid");
        assert_eq!(words("RATE_LIMIT-exceeded"), "^ rate limit exceeded");
        assert_eq!(words(""), "^ ");
    }

    #[test]
    fn every_class_knows_its_codes() {
        let known: [(Class, &[&str]); 10] = [
            (Validation, &["unsupportedParameter", "invalidPositivePrompt", "missingWidth", "tooManyReferenceImages"]),
            (
                Validation,
                &["valueTooLarge", "incompatibleParameters", "invalidSafetyTolerance", "invalidWebhookTimeout"],
            ),
            (
                Auth,
                &["invalidApiKey", "missingApiKey", "invalidAPIKey", "unauthorized", "accountSuspended", "authTimeout"],
            ),
            (Quota, &["insufficientCredits", "providerInsufficientCredits", "quotaExceeded", "paymentRequired"]),
            (RateLimit, &["rateLimitExceeded", "tooManyRequests", "providerRateLimitExceeded", "concurrencyLimit"]),
            (Safety, &["contentModeration", "nsfwContentDetected", "invalidProviderContent", "contentPolicyViolation"]),
            (NotFound, &["modelNotFound", "taskNotFound", "taskExpired", "taskFailedOrNotFound", "unknownModel"]),
            (Timeout, &["timeoutProvider", "providerTimeout", "providerGatewayTimeout", "requestTimedOut"]),
            (Provider, &["providerError", "inferenceError", "providerUnavailable", "providerAuthenticationFailed"]),
            (Server, &["internalServerError", "serviceUnavailable", "unknownError", "standardError"]),
        ];
        for (class, codes) in known {
            for code in codes {
                assert_eq!(by_code(code), Some(class), "{code}");
            }
        }
        for code in ["conflictTaskUUID", "ConflictTaskUuid", "conflict_task_uuid", "duplicateTaskUUID"] {
            assert_eq!(by_code(code), Some(Conflict), "{code}");
        }
        for code in ["", "x", "somethingWeird", "\u{1b}[31m"] {
            assert_eq!(by_code(code), None, "{code}");
        }
    }

    #[test]
    fn the_status_comes_before_the_code() {
        assert_eq!(class(401, "unsupportedParameter"), Auth);
        assert_eq!(class(402, ""), Quota);
        assert_eq!(class(403, "weird"), Auth);
        assert_eq!(class(403, "contentModeration"), Safety);
        assert_eq!(class(404, "invalidModel"), NotFound);
        assert_eq!(class(429, "invalidModel"), RateLimit);
        assert_eq!(class(429, "insufficientCredits"), Quota);
        assert_eq!(class(504, "weird"), Timeout);
        assert_eq!(class(503, "weird"), Server);
        assert_eq!(class(503, "providerUnavailable"), Provider);
        assert_eq!(class(400, "weird"), Validation);
        assert_eq!(class(400, "timeoutProvider"), Timeout);
        assert_eq!(class(200, "weird"), Server);
        for status in [200, 400, 401, 404, 409, 429, 500] {
            assert_eq!(class(status, "conflictTaskUUID"), Conflict, "{status}");
        }
    }
}
