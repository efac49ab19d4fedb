//! The elements that every view is built of.
//!
//! The tags that Leptos offers are a type each, and so is each list of attributes and children: for the thirty tags of
//! the widget that alone is a third of its size. Here all elements are one type of Leptos, told apart by their name;
//! and a text is a text node, an attribute a call of `setAttribute`: nothing passes through `innerHTML`, so that the
//! widget runs under Trusted Types.

use tachys::html::{
    attribute::{
        any_attribute::{AnyAttribute, IntoAnyAttribute},
        custom::custom_attribute,
    },
    directive::directive,
    element::custom,
    event::{self, on},
    property::prop,
    style::style,
};
use wasm_bindgen::JsValue;
use web_sys::{Element, Event};

use crate::leptos::prelude::*;

/// An element that is being described. Boxed: each step of a description hands it on, which costs code by its size.
pub struct Node(Box<Parts>);

struct Parts {
    tag: &'static str,
    scope: &'static str,
    class: &'static str,
    attributes: Vec<AnyAttribute>,
    children: Vec<AnyView>,
}

/// An element, in the scope of a style sheet.
pub fn node(tag: &'static str, scope: &'static str) -> Node {
    Node(Box::new(Parts {
        tag,
        scope,
        class: "",
        attributes: Vec::new(),
        children: Vec::new(),
    }))
}

impl Node {
    /// Its class.
    pub fn class(mut self, class: &'static str) -> Self {
        self.0.class = class;
        self
    }

    /// An attribute.
    pub fn attr(self, name: &'static str, value: impl Into<String>) -> Self {
        self.with(custom_attribute(name, value.into()).into_any_attr())
    }

    /// An attribute that is there when it has a value.
    pub fn maybe(self, name: &'static str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.attr(name, value),
            None => self,
        }
    }

    /// An attribute that follows what it reads.
    pub fn live(
        self,
        name: &'static str,
        read: impl Fn() -> Option<String> + Send + 'static,
    ) -> Self {
        let read: Box<dyn Fn() -> Option<String> + Send> = Box::new(read);
        self.with(custom_attribute(name, read).into_any_attr())
    }

    /// A property that follows what it reads: what a person changes has another value than its attribute.
    pub fn prop(self, name: &'static str, read: impl Fn() -> JsValue + Send + 'static) -> Self {
        let read: Box<dyn Fn() -> JsValue + Send> = Box::new(read);
        self.with(prop(name, read).into_any_attr())
    }

    /// A background colour, set through the CSS object model as R-052 asks.
    pub fn background(self, color: String) -> Self {
        self.with(style(("background-color", color)).into_any_attr())
    }

    /// What happens on an event.
    pub fn on(self, name: &'static str, act: impl FnMut(Event) + 'static) -> Self {
        let act: Box<dyn FnMut(Event)> = Box::new(act);
        self.with(on(event::Custom::new(name), act).into_any_attr())
    }

    /// A drawing inside it: the part of the plane that is seen, then the path of an outline and that of a full shape, with
    /// bars between. Its shapes are made by hand: elements of another namespace would be another type of Leptos, and
    /// compiled once more.
    pub fn drawing(self, shapes: String) -> Self {
        let draw: fn(Element, String) = |home, shapes| draw(&home, &shapes);
        self.with(directive(draw, shapes).into_any_attr())
    }

    /// A text inside it.
    pub fn text(self, text: impl Into<String>) -> Self {
        self.child(text.into().into_any())
    }

    /// A text inside it that follows what it reads.
    pub fn live_text(self, read: impl Fn() -> String + Send + 'static) -> Self {
        let read: Box<dyn Fn() -> String + Send> = Box::new(read);
        self.child(read.into_any())
    }

    /// A part inside it that is drawn again when what it reads changes.
    pub fn part(self, draw: impl Fn() -> Option<AnyView> + Send + 'static) -> Self {
        self.child(super::part(draw))
    }

    /// Something inside it.
    pub fn child(mut self, child: impl Into<AnyView>) -> Self {
        self.0.children.push(child.into());
        self
    }

    /// Several things inside it, or none.
    pub fn children<T: Into<AnyView>>(mut self, children: impl IntoIterator<Item = T>) -> Self {
        for child in children {
            self.0.children.push(child.into());
        }
        self
    }

    /// The element as a view.
    pub fn draw(self) -> AnyView {
        let mut parts = *self.0;
        let class = [parts.class, parts.scope].join(" ");
        parts.attributes.insert(
            0,
            custom_attribute("class", class.trim_start().to_owned()).into_any_attr(),
        );
        custom(parts.tag)
            .add_any_attr(parts.attributes)
            .child(parts.children)
            .into_any()
    }

    fn with(mut self, attribute: AnyAttribute) -> Self {
        self.0.attributes.push(attribute);
        self
    }
}

fn draw(home: &Element, shapes: &str) {
    let mut inside = home.clone();
    let names = [
        ("svg", "viewBox", ""),
        ("path", "d", "outline"),
        ("path", "d", "full"),
    ];
    for ((tag, name, class), shape) in names.into_iter().zip(shapes.split('|')) {
        // A browser that refuses to draw leaves the numbers, which stand beside it.
        let Ok(made) = document().create_element_ns(Some("http://www.w3.org/2000/svg"), tag) else {
            return;
        };
        let _ = made.set_attribute(name, shape);
        let _ = made.set_attribute("class", &[class, " ", &home.class_name()].concat());
        let _ = inside.append_child(&made);
        if class.is_empty() {
            inside = made;
        }
    }
}

impl From<Node> for AnyView {
    fn from(node: Node) -> Self {
        node.draw()
    }
}
