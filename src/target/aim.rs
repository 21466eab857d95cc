//! What comes in: what somebody gives to `--target`. What goes out: the service and the model that scenes are compiled
//! for, or why there is none. Deliberately absent: advice in words, for which near misses have to be found.

use super::{Models, Service};

/// What a scene is compiled for.
#[derive(Debug, Clone, Copy)]
pub struct Target<'a> {
    /// The models that scenes may name.
    pub models: &'a Models,
    /// The model that stands in for whatever the scenes name; one that the service serves.
    pub model: Option<&'a str>,
    /// The service that takes the requests. Its default stands in for a model that it does not serve.
    pub service: &'a Service,
}

impl Default for Target<'_> {
    fn default() -> Self {
        Self { models: Models::BUILT_IN, model: None, service: Service::runware() }
    }
}

/// Why a text names no target.
#[derive(Debug, Clone, PartialEq)]
pub enum NoTarget<'a> {
    /// No model and no service is called so.
    Unknown(&'a str),
    /// No service is called so.
    Service(&'a str),
    /// No model is called so, which a service was to serve.
    Model(&'static Service, &'a str),
    /// The service does not serve the model of this id.
    NotServed(&'static Service, &'a str),
}

impl<'a> Target<'a> {
    /// Whether a scene is compiled as it says itself: for its own model, at Runware.
    #[must_use]
    pub fn is_own(&self) -> bool {
        self.model.is_none() && self.service.takes_tasks()
    }

    /// What it is called: a model at Runware by its id alone, a service by its name, else both.
    #[must_use]
    pub fn name(&self) -> String {
        match self.model {
            Some(air) => self.name_with(air),
            None => self.service.name.clone(),
        }
    }

    /// What it is called if this model makes the picture.
    #[must_use]
    pub fn name_with(&self, air: &str) -> String {
        if self.service.takes_tasks() { air.to_owned() } else { format!("{}/{air}", self.service.name) }
    }

    /// The target of a name: the id or the slug of a model, a service, or both with a slash between them, such as
    /// `gemini/google:4@2`. Behind the slash, a model may also be named as the service does.
    ///
    /// ```
    /// use scenewright::target::{Models, NoTarget, Target};
    ///
    /// let target = Target::named(Models::BUILT_IN, "gemini/gemini-3-pro-image")?;
    /// assert_eq!((target.service.name.as_str(), target.model), ("gemini", Some("google:4@2")));
    /// # Ok::<(), NoTarget<'static>>(())
    /// ```
    pub fn named(models: &'a Models, name: &'a str) -> Result<Self, NoTarget<'a>> {
        if let Some(profile) = models.find(name) {
            return Ok(Self { models, model: Some(&profile.air), service: Service::runware() });
        }
        if let Some(service) = Service::named(name) {
            return Ok(Self { models, model: None, service });
        }
        let (service, model) = name.split_once('/').ok_or(NoTarget::Unknown(name))?;
        let service = Service::named(service).ok_or(NoTarget::Service(service))?;
        let own = service.models.iter().flatten().find(|served| served.name == model);
        let profile = models.find(own.map_or(model, |served| &served.model)).ok_or(NoTarget::Model(service, model))?;
        match service.name_of(&profile.air) {
            Some(_) => Ok(Self { models, model: Some(&profile.air), service }),
            None => Err(NoTarget::NotServed(service, &profile.air)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The service and the model of a name.
    fn named(name: &'static str) -> Result<(&'static str, Option<&'static str>), NoTarget<'static>> {
        Target::named(Models::BUILT_IN, name).map(|target| (target.service.name.as_str(), target.model))
    }

    #[test]
    fn a_model_a_service_or_both_name_a_target() {
        assert_eq!(named("bfl:5@1"), Ok(("runware", Some("bfl:5@1"))));
        assert_eq!(named("bfl-flux-2-pro"), Ok(("runware", Some("bfl:5@1"))));
        assert_eq!(named("bfl"), Ok(("bfl", None)));
        assert_eq!(named("runware"), Ok(("runware", None)));
        assert_eq!(named("runware/google:4@1"), Ok(("runware", Some("google:4@1"))));
        assert_eq!(named("gemini/google:4@2"), Ok(("gemini", Some("google:4@2"))));
        assert_eq!(named("gemini/google-nano-banana-pro"), Ok(("gemini", Some("google:4@2"))));
        assert_eq!(named("fal/fal-ai/nano-banana-2/edit"), Ok(("fal", Some("google:4@3"))));
    }

    #[test]
    fn what_names_none_says_why() {
        let gemini = Service::all().find(|service| service.name == "gemini");
        let Some(gemini) = gemini else { unreachable!() };
        assert_eq!(named(""), Err(NoTarget::Unknown("")));
        assert_eq!(named("gemni"), Err(NoTarget::Unknown("gemni")));
        assert_eq!(named("gemni/google:4@2"), Err(NoTarget::Service("gemni")));
        assert_eq!(named("/"), Err(NoTarget::Service("")));
        assert_eq!(named("gemini/"), Err(NoTarget::Model(gemini, "")));
        assert_eq!(named("gemini/google:4@20"), Err(NoTarget::Model(gemini, "google:4@20")));
        assert_eq!(named("gemini/bfl-flux-2-pro"), Err(NoTarget::NotServed(gemini, "bfl:5@1")));
    }

    #[test]
    fn a_model_of_ones_own_goes_to_runware_alone() {
        let Some(own) = Models::BUILT_IN.find("bfl:5@1").cloned() else { unreachable!() };
        let own =
            Models::with(vec![crate::target::Profile { air: "acme:1@1".to_owned(), slug: "acme".to_owned(), ..own }]);
        let target = |name| Target::named(&own, name).map(|target| (target.service.name.as_str(), target.model));
        assert_eq!(target("acme"), Ok(("runware", Some("acme:1@1"))));
        assert!(matches!(target("bfl/acme"), Err(NoTarget::NotServed(..))));
    }
}
