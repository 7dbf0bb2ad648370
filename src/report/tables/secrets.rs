//! Ids of confidential postmortems, which other documents may name: they are in no cell.

use super::ActionItem;
use super::ChecklistStep;
use super::Deadline;
use super::Postmortem;
use super::ProcessReview;
use super::Tables;
use super::TimelineRow;
use crate::refusal::Refusal;
use crate::report::redact::Secrets;

impl Tables {
    /// Puts the date of each of these postmortems in the place of its id, in all texts that people write. Cells that
    /// hold an id or a path are of other postmortems.
    pub(super) fn take_out(&mut self, ids: &[String]) -> Result<(), Refusal> {
        let others = self.postmortems.iter().filter_map(|it| it.id.clone());
        let others: Vec<String> = others.collect();
        let others: Vec<&str> = others.iter().map(String::as_str).collect();
        let secrets = Secrets::new(ids, &others).ok_or_else(|| {
            Refusal::failed("there are too many confidential postmortems to keep their ids out")
        })?;
        if secrets.is_empty() {
            return Ok(());
        }
        let mut each = |text: &mut String| secrets.take_out(text);
        self.postmortems
            .iter_mut()
            .for_each(|it| it.texts(&mut each));
        self.timeline.iter_mut().for_each(|it| it.texts(&mut each));
        self.action_items
            .iter_mut()
            .for_each(|it| it.texts(&mut each));
        self.deadlines.iter_mut().for_each(|it| it.texts(&mut each));
        self.checklist_steps
            .iter_mut()
            .for_each(|it| it.texts(&mut each));
        self.process_reviews
            .iter_mut()
            .for_each(|it| it.texts(&mut each));
        Ok(())
    }
}

/// What is done with each text.
type Each<'a> = &'a mut dyn FnMut(&mut String);

impl Postmortem {
    fn texts(&mut self, each: Each<'_>) {
        let words = [
            &mut self.title,
            &mut self.status,
            &mut self.severity,
            &mut self.owner,
            &mut self.incident_commander,
            &mut self.detection,
            &mut self.impact,
            &mut self.pagerduty,
            &mut self.tracker,
            &mut self.not_required_because,
            &mut self.no_meeting_because,
            &mut self.no_action_items_because,
            &mut self.body,
        ];
        words.into_iter().flatten().for_each(&mut *each);
        let lists = [
            &mut self.services,
            &mut self.tags,
            &mut self.contributing_factors,
            &mut self.related,
        ];
        lists.into_iter().flatten().for_each(each);
    }
}

impl TimelineRow {
    fn texts(&mut self, each: Each<'_>) {
        each(&mut self.event);
        each(&mut self.evidence);
    }
}

impl ActionItem {
    fn texts(&mut self, each: Each<'_>) {
        let words = [
            &mut self.id,
            &mut self.title,
            &mut self.kind,
            &mut self.priority,
            &mut self.owner,
            &mut self.ticket,
            &mut self.reason,
        ];
        words.into_iter().flatten().for_each(&mut *each);
        each(&mut self.state);
        self.services.iter_mut().for_each(each);
    }
}

impl Deadline {
    fn texts(&mut self, each: Each<'_>) {
        let words = [
            &mut self.severity,
            &mut self.step,
            &mut self.action_item,
            &mut self.name,
        ];
        words.into_iter().flatten().for_each(&mut *each);
        each(&mut self.explanation);
        self.owed_by.iter_mut().for_each(each);
    }
}

impl ChecklistStep {
    fn texts(&mut self, each: Each<'_>) {
        each(&mut self.step);
        each(&mut self.text);
        self.people.iter_mut().for_each(each);
    }
}

impl ProcessReview {
    fn texts(&mut self, each: Each<'_>) {
        let words = [&mut self.status, &mut self.chair];
        words.into_iter().flatten().for_each(&mut *each);
        let lists = [&mut self.attendees, &mut self.invited, &mut self.incidents];
        lists.into_iter().flatten().for_each(each);
    }
}
