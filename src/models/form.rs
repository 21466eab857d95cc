//! The forms of words in a model's table: ids, days, ratios. What comes in: a text. What goes out: whether it has the form.

/// A form that a text may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// The id of a model, as scenes write it.
    Id,
    /// A name fit for file names.
    Slug,
    /// A day of the calendar.
    Day,
    /// What stands behind `at` in a scene.
    Resolution,
    /// The shape of a picture.
    Ratio,
    /// Width and height.
    Pixels,
}

impl Form {
    /// What a text of this form is.
    pub(super) fn noun(self) -> &'static str {
        match self {
            Self::Id => "an id",
            Self::Slug => "a slug",
            Self::Day => "a day",
            Self::Resolution => "a resolution",
            Self::Ratio => "a ratio",
            Self::Pixels => "a size",
        }
    }

    /// A text of this form.
    pub(super) fn example(self) -> &'static str {
        match self {
            Self::Id => "acme:portrait@1",
            Self::Slug => "acme-portrait-1",
            Self::Day => "2027-01-31",
            Self::Resolution => "1K",
            Self::Ratio => "16:9",
            Self::Pixels => "1024x1024",
        }
    }

    /// Whether a text has this form.
    pub(super) fn fits(self, text: &str) -> bool {
        match self {
            Self::Id => is_id(text),
            Self::Slug => {
                is_made_of(text, |c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')) && !text.starts_with('-')
            }
            Self::Day => is_day(text),
            Self::Resolution => text.split('.').all(|part| is_made_of(part, |c| c.is_ascii_alphanumeric() || c == '_')),
            Self::Ratio => is_pair(text, ':', true),
            Self::Pixels => is_pair(text, 'x', false),
        }
    }
}

/// `acme:portrait@1`, as the grammar of scenes has it.
fn is_id(text: &str) -> bool {
    let maker = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let rest = |text: &str| is_made_of(text, |c| maker(c) || c == '.');
    let Some((provider, model)) = text.split_once(':') else { return false };
    model.split_once('@').is_some_and(|(model, version)| is_made_of(provider, maker) && rest(model) && rest(version))
}

fn is_made_of(text: &str, letter: impl Fn(char) -> bool) -> bool {
    !text.is_empty() && text.len() <= 100 && text.chars().all(letter)
}

fn is_day(text: &str) -> bool {
    let shape = text.bytes().enumerate().all(|(at, byte)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    let part = |range: std::ops::Range<usize>| text.get(range).and_then(|digits| digits.parse::<u32>().ok());
    let within = |range, most| part(range).is_some_and(|number| (1..=most).contains(&number));
    text.len() == 10 && shape && within(5..7, 12) && within(8..10, 31)
}

/// `16:9`, and where decimals are at home `19.5:9`.
fn is_pair(text: &str, between: char, decimals: bool) -> bool {
    let digits = |text: &str, most| (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = |text: &str| {
        let (whole, rest) = text.split_once('.').map_or((text, None), |(whole, rest)| (whole, Some(rest)));
        let positive = text.bytes().any(|byte| (b'1'..=b'9').contains(&byte));
        digits(whole, 6) && rest.is_none_or(|rest| decimals && digits(rest, 3)) && positive
    };
    text.split_once(between).is_some_and(|(across, down)| number(across) && number(down))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::target::Models;

    #[test]
    fn a_form_has_an_example_that_fits() {
        for form in [Form::Id, Form::Slug, Form::Day, Form::Resolution, Form::Ratio, Form::Pixels] {
            assert!(form.fits(form.example()), "{form:?}");
            for odd in ["", " ", "a b", "\u{1b}", "é", "a/b", "..", "@", ":", "x", "1:", "x1", "-1x1", "+1:1", "0:0"] {
                let sound = matches!(form, Form::Slug | Form::Resolution) && matches!(odd, "x" | "x1");
                assert_eq!(form.fits(odd), sound, "{form:?} {odd:?}");
            }
        }
    }

    #[test]
    fn every_known_model_has_an_id_and_a_slug() {
        for profile in Models::BUILT_IN.all() {
            assert!(Form::Id.fits(&profile.air) && Form::Slug.fits(&profile.slug), "{}", profile.air);
            assert!(profile.also.iter().all(|air| Form::Id.fits(air)));
        }
    }

    #[test]
    fn odd_ids_and_days_are_refused() {
        for id in
            ["acme", "acme:portrait", "acme@1", "acme:@1", ":a@1", "a:b@", "a:b@1@2", "a:b:c@1", "a.b:c@1", "a:b c@1"]
        {
            assert!(!Form::Id.fits(id), "{id}");
        }
        assert!(Form::Id.fits("black-forest:flux_2.1@dev.3"));
        for day in ["2027-13-01", "2027-00-10", "2027-01-32", "2027-1-31", "27-01-31", "2027/01/31", "2027-01-3é"] {
            assert!(!Form::Day.fits(day), "{day}");
        }
        assert!(Form::Ratio.fits("19.5:9") && !Form::Ratio.fits("0.0:9") && !Form::Pixels.fits("1.5x2"));
        assert!(!Form::Pixels.fits("0x0") && !Form::Pixels.fits("0x9"));
        assert!(!Form::Ratio.fits("16:0") && !Form::Ratio.fits("16x9") && !Form::Pixels.fits("1x99999999999"));
    }
}
