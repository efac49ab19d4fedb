//! The few controls. Each carries its own style and knows nothing of journeys.

mod button;
mod choice;
mod combobox;
mod layers;
mod notice;
mod progress;
mod skeleton;

pub use button::{Button, Rank};
pub use choice::{Checkbox, Switch};
pub use combobox::{Combobox, Monogram, Row, RowState};
pub use layers::{Layer, NoticeText};
pub use notice::{Notice, Tone};
pub use progress::Progress;
pub use skeleton::Skeleton;
