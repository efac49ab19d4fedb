//! What is read again whenever what it depends on changes.
//!
//! The signals of Leptos are compiled anew for each type that they hold, at several kilobytes each. Here there is one
//! kind of signal, which holds nothing, beside the value; and one type of closure for each kind of value that a view
//! reads.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::leptos::prelude::*;

/// Reads the present value, inside a view or a watch.
pub type Live<T> = Arc<dyn Fn() -> T + Send + Sync>;

/// A value that is read again.
pub fn live<T>(read: impl Fn() -> T + Send + Sync + 'static) -> Live<T> {
    Arc::new(read)
}

/// A part of a view that is drawn again, or that is not there.
pub fn part(draw: impl Fn() -> Option<AnyView> + Send + 'static) -> AnyView {
    let draw: Box<dyn Fn() -> AnyView + Send> =
        Box::new(move || draw().unwrap_or_else(|| ().into_any()));
    draw.into_any()
}

/// Does something now, and again whenever what it reads changes.
pub fn watch(again: impl FnMut() + 'static) {
    let again: Box<dyn FnMut()> = Box::new(again);
    Effect::new(again);
}

/// A value that views and watches read and are told of. All copies are the same value.
pub struct Kept<T> {
    value: Arc<Mutex<T>>,
    changed: ArcTrigger,
}

impl<T> Kept<T> {
    /// Keeps a value.
    pub fn new(value: T) -> Self {
        Self {
            value: Arc::new(Mutex::new(value)),
            changed: ArcTrigger::new(),
        }
    }

    /// Reads it, and is told when it changes.
    pub fn with<R>(&self, read: impl FnOnce(&T) -> R) -> R {
        self.changed.track();
        self.peek(read)
    }

    /// Reads it once.
    pub fn peek<R>(&self, read: impl FnOnce(&T) -> R) -> R {
        read(&self.lock())
    }

    /// Changes it and tells.
    pub fn set(&self, value: T) {
        *self.lock() = value;
        self.changed.notify();
    }

    /// Changes it in place and tells.
    pub fn update(&self, change: impl FnOnce(&mut T)) {
        change(&mut self.lock());
        self.changed.notify();
    }

    /// A thread that panicked while it held the value ended the widget: there is nothing to protect from it.
    fn lock(&self) -> MutexGuard<'_, T> {
        self.value.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T: Clone> Kept<T> {
    /// A copy of it, and is told when it changes.
    pub fn get(&self) -> T {
        self.with(T::clone)
    }
}

impl<T> Clone for Kept<T> {
    fn clone(&self) -> Self {
        Self {
            value: self.value.clone(),
            changed: self.changed.clone(),
        }
    }
}
