//! The few controls. Each carries its own style and knows nothing of journeys.

mod button;
mod chart;
mod choice;
mod combobox;
mod layers;
mod live;
mod node;
mod notice;
mod progress;
mod skeleton;

pub use button::{Rank, button, waiting_button};
pub use chart::{bars, share};
pub use choice::{checkbox, switch};
pub use combobox::{Monogram, Row, RowState, Search, combobox};
pub use layers::{details, layer, notice_text};
pub use live::{Kept, Live, live, part, watch};
pub use node::{Node, node};
pub use notice::{Tone, notice};
pub use progress::progress;
pub use skeleton::skeleton;
