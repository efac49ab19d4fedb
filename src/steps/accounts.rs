//! Accounts, grouped by type: nothing ticked in advance.

use contract::{Account, AccountGroup, AccountsStage, Offer};
use journey::{Event, Screen, Tally, Ticks};
use leptos::prelude::*;
use stylers_macro::style_sheet;

use crate::{
    shell::Shell,
    text::AccountWords,
    ui::{Button, Checkbox, Layer, NoticeText, Rank},
};

/// The accounts step.
#[component]
pub fn Accounts(
    /// The widget.
    shell: Shell,
    /// What to show.
    stage: AccountsStage,
) -> impl IntoView {
    let scope = style_sheet!("./style/accounts.css");
    let words = &shell.words().accounts;
    let accounts = StoredValue::new(stage.accounts);
    let several = accounts.with_value(|all| all.iter().filter(|a| a.offer == Offer::Open).count() > 1);
    let all = several.then(|| {
        let tally = Signal::derive(move || ticks(shell, |t| accounts.with_value(|all| t.tally(all.iter()))));
        let change = Callback::new(move |mark| shell.send(Event::AllTicked(None, mark)));
        view! { <Checkbox label=words.all tally=tally change=change/> }
    });
    let groups = [AccountGroup::Current, AccountGroup::Card, AccountGroup::Other]
        .into_iter()
        .filter_map(|group| {
            let members = accounts.with_value(|all| {
                all.iter().filter(|a| a.group == group).cloned().collect::<Vec<_>>()
            });
            (!members.is_empty()).then(|| {
                let items = members.into_iter().map(|account| item(shell, words, account)).collect_view();
                view! { class = scope,
                    <fieldset>
                        <legend>{(words.group)(group)}</legend>
                        <ul>{items}</ul>
                    </fieldset>
                }
            })
        })
        .collect_view();
    let count = Signal::derive(move || ticks(shell, Ticks::count));
    let none = RwSignal::new(false);
    let save = move || {
        none.set(count.get_untracked() == 0);
        shell.send(Event::AccountsSaved);
    };
    let reminder = move || (none.get() && count.get() == 0).then_some(words.none);
    let label = Signal::derive(move || (words.save)(count.get()));
    let save = Callback::new(move |()| save());
    view! { class = scope,
        <div class="accounts">
            <h2 tabindex="-1">{words.title}</h2>
            <p>{words.hint}</p>
            <div class="all">{all}</div>
            {groups}
            <Layer summary=words.missing><p>{words.missing_text}</p></Layer>
            <NoticeText text=stage.notice.text more=shell.words().more/>
            <p class="reminder" role="alert">{reminder}</p>
            <Button rank=Rank::Primary label=label waiting=shell.is_waiting() press=save/>
        </div>
    }
}

fn item(shell: Shell, words: &'static AccountWords, account: Account) -> AnyView {
    let scope = style_sheet!("./style/account.css");
    let tail = account.tail.as_ref().map(|tail| (words.tail)(&tail.0)).unwrap_or_default();
    let note = match account.offer {
        Offer::Open => (words.role)(account.role),
        Offer::Withheld(why) => Some((words.withheld)(why)),
    };
    let note = note.map(|note| view! { class = scope, <p class="note">{note}</p> });
    let content = match account.offer {
        Offer::Open => {
            let (id, same) = (account.id.clone(), account.id);
            let tally =
                Signal::derive(move || ticks(shell, |t| if t.has(&id) { Tally::All } else { Tally::None }));
            let change = Callback::new(move |mark| shell.send(Event::Ticked(same.clone(), mark)));
            view! { <Checkbox label=account.label detail=tail tally=tally change=change/> }.into_any()
        }
        Offer::Withheld(_) => view! { class = scope, <p class="closed">{account.label}" "<span>{tail}</span></p> }.into_any(),
    };
    view! { class = scope, <li class="account">{content}{note}</li> }.into_any()
}

/// Reads the ticks, and is told when they change.
fn ticks<T: Default>(shell: Shell, read: impl FnOnce(&Ticks) -> T) -> T {
    shell.with(|journey| match journey.screen() {
        Screen::Accounts(_, ticks) => read(ticks),
        _ => T::default(),
    })
}
