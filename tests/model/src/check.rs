//! The rules as stateright's checker asks for them, and what must hold in every world.

use stateright::{Model, Property};

use crate::{
    Act, Guard, Leak, Page, Stage, Who, World,
    property::{ACKNOWLEDGED, ONE_EXCHANGE, OWN, SECRET},
    step,
};

/// The handoff, with an attacker.
#[derive(Clone, Copy, Debug, Default)]
pub struct Handoff {
    /// The guard that is missing.
    pub without: Option<Guard>,
    /// The leak that is assumed.
    pub leak: Option<Leak>,
}

impl Handoff {
    fn acts() -> impl Iterator<Item = Act> {
        let pairs = || Who::ALL.into_iter().flat_map(|a| Who::ALL.map(|b| (a, b)));
        let own = Who::ALL
            .into_iter()
            .flat_map(|who| [Act::Ask(who), Act::Save(who)]);
        let of_another = pairs().flat_map(|(by, whose)| {
            [
                Act::Go {
                    by,
                    whose,
                    from: Page::Partner,
                },
                Act::Go {
                    by,
                    whose,
                    from: Page::Evil,
                },
                Act::Replay { by, whose },
                Act::Redeem { by, whose },
            ]
        });
        let returns = pairs().flat_map(|(confirmed, loaded)| {
            Who::ALL.map(|whose| Act::Return {
                confirmed,
                loaded,
                whose,
            })
        });
        own.chain(of_another).chain(returns)
    }
}

impl Model for Handoff {
    type State = World;
    type Action = Act;

    fn init_states(&self) -> Vec<World> {
        vec![World::default()]
    }

    fn actions(&self, _: &World, acts: &mut Vec<Act>) {
        acts.extend(Self::acts().filter(|act| act.is_possible(self.leak)));
    }

    fn next_state(&self, world: &World, act: Act) -> Option<World> {
        let (next, _) = step(*world, act, self.without);
        (next != *world).then_some(next)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![
            Property::always(SECRET, |_, world: &World| {
                Who::ALL
                    .into_iter()
                    .all(|whose| world.of(whose).shown != Some((Who::Victim, Who::Attacker)))
            }),
            Property::always(OWN, |_, world: &World| {
                world.of(Who::Victim).shown != Some((Who::Attacker, Who::Victim))
            }),
            Property::always(ACKNOWLEDGED, |_, world: &World| {
                Who::ALL.into_iter().all(|whose| {
                    let journey = world.of(whose);
                    !matches!(journey.stage, Stage::Given(_)) || journey.saved
                })
            }),
            Property::always(ONE_EXCHANGE, |_, world: &World| {
                Who::ALL
                    .into_iter()
                    .all(|whose| world.of(whose).exchanges <= 1)
            }),
            // The rules are not so strict that nobody gets anywhere.
            Property::sometimes("both can finish", |_, world: &World| {
                Who::ALL
                    .into_iter()
                    .all(|whose| world.of(whose).stage == Stage::Given(whose))
            }),
            Property::sometimes("a return is quarantined", |_, world: &World| {
                world.of(Who::Attacker).stage == Stage::Quarantined
            }),
        ]
    }
}
