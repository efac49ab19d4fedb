//! Leaving the page by a form: a top-level POST carries what must not stand in an address.

use crate::leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlFormElement;

use super::Page;

/// Posts fields to a path of the backend, in this tab.
pub fn post(page: &Page, path: &str, fields: &[(&str, &str)]) {
    // A DOM that cannot make a form cannot leave the page; the person still has the same button.
    if let Ok(form) = form(page, path, fields) {
        let _ = form.submit();
        form.remove();
    }
}

fn form(page: &Page, path: &str, fields: &[(&str, &str)]) -> Result<HtmlFormElement, JsValue> {
    let form: HtmlFormElement = document().create_element("form")?.unchecked_into();
    form.set_method("post");
    form.set_action(&page.api.address(path));
    form.set_hidden(true);
    for (name, value) in fields {
        let field = document().create_element("input")?;
        field.set_attribute("type", "hidden")?;
        field.set_attribute("name", name)?;
        field.set_attribute("value", value)?;
        form.append_child(&field)?;
    }
    page.home.append_child(&form)?;
    Ok(form)
}
