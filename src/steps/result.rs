//! The result, seen before it is sent: for people, and as data.

use contract::{Account, DataPage, Insight, Preview, PurposeId};
use journey::Event;
use leptos::prelude::*;
use stylers_macro::style_sheet;
use wasm_bindgen_futures::spawn_local;

use crate::{
    format,
    shell::Shell,
    ui::{Button, Rank},
};

/// The result step.
#[component]
pub fn ResultStep(
    /// The widget.
    shell: Shell,
    /// What to show.
    preview: Preview,
) -> impl IntoView {
    let scope = style_sheet!("./style/result.css");
    let words = &shell.words().result;
    let cards = preview.insights.iter().map(|one| card(shell, one, &preview.accounts)).collect_view();
    let refused = preview.refused.iter().map(|title| view! { class = scope, <li>{(words.refused)(title)}</li> });
    let refused = refused.collect_view();
    let send = Callback::new(move |()| shell.send(Event::Send));
    let discard = Callback::new(move |()| shell.send(Event::Discard));
    let waiting = shell.is_waiting();
    view! { class = scope,
        <div class="result">
            <h2 tabindex="-1">{words.title}</h2>
            <p>{(words.hint)(&shell.partner())}</p>
            {cards}
            <ul class="refused">{refused}</ul>
            <div class="answers">
                <Button rank=Rank::Primary label=words.send.to_owned() waiting=waiting press=send/>
                <Button rank=Rank::Secondary label=words.discard.to_owned() waiting=waiting press=discard/>
            </div>
        </div>
    }
}

fn card(shell: Shell, insight: &Insight, accounts: &[Account]) -> AnyView {
    let scope = style_sheet!("./style/card.css");
    let (words, locale) = (&shell.words().result, shell.locale());
    let balances = insight.balances.iter().map(|balance| {
        let label = accounts.iter().find(|a| a.id == balance.account).map(|a| a.label.clone());
        let amount = format::money(locale, balance.cents, &balance.currency);
        view! { class = scope, <tr><th scope="row">{label}</th><td>{amount}</td></tr> }
    });
    let balances = (!insight.balances.is_empty()).then(|| {
        view! { class = scope, <table><caption>{words.balances}</caption><tbody>{balances.collect_view()}</tbody></table> }
    });
    let months = insight.months.iter().map(|month| {
        let incomplete = (!month.complete).then(|| view! { class = scope, <small>{words.incomplete}</small> });
        view! { class = scope,
            <tr>
                <th scope="row">{format::month(locale, &month.month)}" "{incomplete}</th>
                <td>{format::money(locale, month.income, &month.currency)}</td>
                <td>{format::money(locale, month.outgoings, &month.currency)}</td>
            </tr>
        }
    });
    let months = (!insight.months.is_empty()).then(|| {
        view! { class = scope,
            <table>
                <caption>{words.months}</caption>
                <thead><tr><th scope="col">{words.month}</th><th scope="col">{words.income}</th><th scope="col">{words.outgoings}</th></tr></thead>
                <tbody>{months.collect_view()}</tbody>
            </table>
        }
    });
    view! { class = scope,
        <article class="card">
            <h3>{insight.title.clone()}</h3>
            {balances}
            {months}
            <p>{(words.transactions)(insight.transactions)}</p>
            <Data shell=shell purpose=insight.purpose.clone()/>
        </article>
    }
    .into_any()
}

/// The exact JSON, fetched page by page when it is opened.
#[component]
fn Data(
    /// The widget.
    shell: Shell,
    /// Of which purpose.
    purpose: PurposeId,
) -> impl IntoView {
    let scope = style_sheet!("./style/data.css");
    let words = shell.words();
    let text = RwSignal::new(String::new());
    let next = RwSignal::new(None::<String>);
    let failed = RwSignal::new(false);
    let load = Callback::new(move |()| {
        let Some(page) = shell.page() else { return };
        let purpose = purpose.clone();
        spawn_local(async move {
            let got = page.api.data(&purpose, next.get_untracked().as_deref()).await;
            failed.try_set(got.is_err());
            if let Ok(DataPage { json, next: after }) = got {
                text.try_update(|text| {
                    text.push_str(&json);
                    text.push('\n');
                });
                next.try_set(after);
            }
        });
    });
    let toggled = move |_| {
        if text.with_untracked(String::is_empty) {
            load.run(());
        }
    };
    let more = move || {
        next.get().is_some().then(|| {
            view! { <Button rank=Rank::Quiet label=words.result.data_more.to_owned() press=load/> }
        })
    };
    let trouble = move || failed.get().then_some(words.trouble.server);
    view! { class = scope,
        <details class="data" on:toggle=toggled>
            <summary>{words.result.data}</summary>
            <p role="status">{trouble}</p>
            <pre tabindex="0" aria-label=words.result.data>{text}</pre>
            {more}
        </details>
    }
}
