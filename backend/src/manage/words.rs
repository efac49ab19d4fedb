//! The page's words, French and English.

use contract::{Locale, Revocation};

use crate::clock::{self, Seconds};
use crate::store::usage::Times;

/// What is said in one language.
#[derive(Clone, Copy)]
pub(super) struct Words {
    locale: Locale,
    pub door_title: &'static str,
    pub door_text: &'static str,
    pub code: &'static str,
    pub open: &'static str,
    pub unknown: &'static str,
    pub nothing_shared: &'static str,
    pub left: &'static str,
    pub title: &'static str,
    pub leave: &'static str,
    pub purposes: &'static str,
    pub accounts: &'static str,
    pub withdraw: &'static str,
    pub unlink: &'static str,
    pub add: &'static str,
    pub disconnect: &'static str,
    pub is_closed: &'static str,
    pub ended_at_bank: &'static str,
    pub sca_wanted: &'static str,
    pub taken: &'static str,
    pub question: &'static str,
    pub yes: &'static str,
    pub no: &'static str,
    pub found: &'static str,
    pub refused: &'static str,
    pub month: &'static str,
    pub income: &'static str,
    pub outgoings: &'static str,
    pub incomplete: &'static str,
    pub total: &'static str,
    pub reads: &'static str,
    pub operations: &'static str,
    pub receipts: &'static str,
    pub receipt: &'static str,
    pub parties: &'static str,
    pub partner: &'static str,
    pub aisp: &'static str,
    pub authority: &'static str,
    pub rights: &'static str,
    pub rights_text: &'static str,
    pub take_back: &'static str,
    pub number: &'static str,
    pub signature: &'static str,
    pub file: &'static str,
    pub back: &'static str,
    pub given_at: &'static str,
    pub holds: &'static str,
    pub data: &'static str,
    pub recipients: &'static str,
    pub nobody: &'static str,
    pub kept_in: &'static str,
}

const FR: Words = Words {
    locale: Locale::Fr,
    door_title: "Ce que vous partagez",
    door_text: "Le code se trouve sur votre reçu. Il ouvre cette page pour voir ce que vous partagez, et pour le retirer.",
    code: "Code du reçu",
    open: "Ouvrir",
    unknown: "Ce code n'ouvre rien. Vérifiez qu'il est complet. Un lien reçu de l'entreprise ne sert qu'une fois : demandez-en un autre.",
    nothing_shared: "Vous ne partagez rien avec cette entreprise.",
    left: "Cette page est fermée. Le code du reçu l'ouvre de nouveau.",
    title: "Ce que vous partagez",
    leave: "Fermer cette page",
    purposes: "Usages",
    accounts: "Comptes",
    withdraw: "Retirer",
    unlink: "Ne plus relier",
    add: "Ajouter un compte ou un usage",
    disconnect: "Couper l'accès à cette banque",
    is_closed: "L'accès est coupé. Plus rien n'est lu.",
    ended_at_bank: "Votre banque nous dit que l'accès a été retiré chez elle. Plus rien n'est lu, et les données sont effacées ici.",
    sca_wanted: "Votre banque veut que vous confirmiez de nouveau. D'ici là, rien de nouveau n'est lu.",
    taken: "C'est retiré, dès maintenant. Ce qui ne servait qu'à cela est effacé ici.",
    question: "Vous confirmez ?",
    yes: "Oui, retirer",
    no: "Non, ne rien changer",
    found: "Ce qui a été calculé",
    refused: "vous avez dit non, rien n'a été analysé",
    month: "Mois",
    income: "Entrées",
    outgoings: "Sorties",
    incomplete: "incomplet",
    total: "En tout",
    reads: "Lectures",
    operations: "Opérations",
    receipts: "Reçus",
    receipt: "Votre reçu",
    parties: "Qui est concerné",
    partner: "L'entreprise qui utilise vos données",
    aisp: "Le service qui les lit à votre banque",
    authority: "L'autorité à qui vous plaindre",
    rights: "Vos droits",
    rights_text: "Vous pouvez demander à voir vos données, à les corriger, à les effacer, à en recevoir une copie, à en limiter l'usage, et qu'une personne revoie une décision prise par un calcul.",
    take_back: "Pour retirer votre accord :",
    number: "Numéro du reçu :",
    signature: "Ce reçu est signé. Le fichier porte la signature.",
    file: "Télécharger le fichier (JSON-LD)",
    back: "Revenir à ce que vous partagez",
    given_at: "Donné le (UTC)",
    holds: "Pour",
    data: "Données",
    recipients: "Transmis aussi à",
    nobody: "personne",
    kept_in: "Conservé en",
};

const EN: Words = Words {
    locale: Locale::En,
    door_title: "What you share",
    door_text: "The code is on your receipt. It opens this page, to see what you share and to take it back.",
    code: "Code of the receipt",
    open: "Open",
    unknown: "This code opens nothing. Check that it is complete. A link from the company works once: ask for another.",
    nothing_shared: "You share nothing with this company.",
    left: "This page is closed. The code of the receipt opens it again.",
    title: "What you share",
    leave: "Close this page",
    purposes: "Uses",
    accounts: "Accounts",
    withdraw: "Withdraw",
    unlink: "Unlink",
    add: "Add an account or a use",
    disconnect: "Cut access to this bank",
    is_closed: "Access is cut. Nothing is read any more.",
    ended_at_bank: "Your bank tells us that the access was taken back there. Nothing is read any more, and the data is deleted here.",
    sca_wanted: "Your bank wants you to confirm again. Until then nothing new is read.",
    taken: "It is withdrawn, from now on. What served nothing else is deleted here.",
    question: "Are you sure?",
    yes: "Yes, withdraw",
    no: "No, change nothing",
    found: "What was worked out",
    refused: "you said no, nothing was analysed",
    month: "Month",
    income: "In",
    outgoings: "Out",
    incomplete: "incomplete",
    total: "Together",
    reads: "Readings",
    operations: "Transactions",
    receipts: "Receipts",
    receipt: "Your receipt",
    parties: "Who is concerned",
    partner: "The company that uses your data",
    aisp: "The service that reads them at your bank",
    authority: "The authority for complaints",
    rights: "Your rights",
    rights_text: "You can ask to see your data, to correct it, to have it deleted, to receive a copy, to limit its use, and to have a person look again at a decision made by a computer.",
    take_back: "To take back your consent:",
    number: "Number of the receipt:",
    signature: "This receipt is signed. The file carries the signature.",
    file: "Download the file (JSON-LD)",
    back: "Back to what you share",
    given_at: "Given on (UTC)",
    holds: "For",
    data: "Data",
    recipients: "Also passed on to",
    nobody: "nobody",
    kept_in: "Kept in",
};

const MOIS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The words of a language.
pub(super) fn words(locale: Locale) -> &'static Words {
    match locale {
        Locale::Fr => &FR,
        Locale::En => &EN,
    }
}

impl Words {
    fn say(&self, french: String, english: String) -> String {
        match self.locale {
            Locale::Fr => french,
            Locale::En => english,
        }
    }

    /// A day as people write it: `22 novembre 2026`. Its parts stay on one line.
    pub fn day(&self, at: Seconds) -> String {
        let day = clock::day(at);
        let Some((month, date)) = day.rsplit_once('-') else {
            return day;
        };
        let date = match (self.locale, date.trim_start_matches('0')) {
            (Locale::Fr, "1") => "1er",
            (_, date) => date,
        };
        format!("{date}\u{a0}{}", self.month_name(month))
    }

    /// A month, from `2026-11`: `novembre 2026`.
    pub fn month_name(&self, month: &str) -> String {
        let months = match self.locale {
            Locale::Fr => &MOIS,
            Locale::En => &MONTHS,
        };
        let name = |year: &str, number: &str| {
            let place: usize = number.parse().ok()?;
            Some(format!(
                "{}\u{a0}{year}",
                months.get(place.checked_sub(1)?)?
            ))
        };
        month
            .split_once('-')
            .and_then(|(year, number)| name(year, number))
            .unwrap_or_else(|| month.to_owned())
    }

    pub fn transactions(&self, count: u32) -> String {
        self.say(
            format!("{count} opérations lues."),
            format!("{count} transactions read."),
        )
    }

    pub fn intro(&self, partner: &str) -> String {
        self.say(
            format!("Voici ce que {partner} peut lire grâce à vous. Chaque retrait prend effet tout de suite."),
            format!("This is what {partner} can read because of you. Each withdrawal takes effect at once."),
        )
    }

    pub fn held(&self, partner: &str) -> String {
        self.say(
            format!("Ce que {partner} a déjà reçu reste chez {partner} : demandez-lui de l'effacer si vous le souhaitez. Pour ajouter un compte ou un usage, vous passez par votre banque, qui doit vous reconnaître."),
            format!("What {partner} has received already stays with {partner}: ask them to delete it if you wish. To add an account or a use, you go through your bank, which has to know it is you."),
        )
    }

    pub fn since(&self, at: Seconds) -> String {
        let day = self.day(at);
        self.say(
            format!("Partagé depuis le {day}."),
            format!("Shared since {day}."),
        )
    }

    pub fn sca_due(&self, at: Seconds) -> String {
        let day = self.day(at);
        self.say(
            format!("Votre banque vous demandera de confirmer avant le {day}."),
            format!("Your bank will ask you to confirm before {day}."),
        )
    }

    pub fn until(&self, at: Seconds) -> String {
        let day = self.day(at);
        self.say(format!("jusqu'au {day}"), format!("until {day}"))
    }

    /// How often it was read at the bank.
    pub fn read_at_bank(&self, times: Times) -> String {
        let day = self.day(times.last);
        self.say(
            format!(
                "Lu {} fois à votre banque, la dernière le {day}",
                times.count
            ),
            format!("Read at your bank {}, last on {day}", often(times.count)),
        )
    }

    /// The same, and who read it for whom.
    pub fn read_for(&self, times: Times, reader: &str, partner: &str) -> String {
        let read = self.read_at_bank(times);
        self.say(
            format!("{read}, par {reader} pour {partner}."),
            format!("{read}, by {reader} for {partner}."),
        )
    }

    /// How often the partner's server fetched it.
    pub fn fetched(&self, partner: &str, times: Times) -> String {
        let day = self.day(times.last);
        self.say(
            format!(
                "Demandé {} fois par {partner}, la dernière le {day}",
                times.count
            ),
            format!(
                "Asked for by {partner} {}, last on {day}",
                often(times.count)
            ),
        )
    }

    /// A link to a receipt.
    pub fn receipt_of(&self, at: Seconds) -> String {
        let day = self.day(at);
        self.say(format!("Reçu du {day}"), format!("Receipt of {day}"))
    }

    /// A class of data, from its name on the wire.
    pub fn class(&self, class: &str) -> &'static str {
        match (self.locale, class) {
            (Locale::Fr, "balances") => "soldes",
            (Locale::Fr, "transactions_90d") => "opérations de 90 jours",
            (Locale::Fr, "transactions_full") => "opérations, aussi loin que l'usage le demande",
            (Locale::Fr, _) => "liste des comptes",
            (Locale::En, "balances") => "balances",
            (Locale::En, "transactions_90d") => "transactions of 90 days",
            (Locale::En, "transactions_full") => "transactions, as far back as the use needs",
            (Locale::En, _) => "list of accounts",
        }
    }

    /// A kind of account, from its name on the wire.
    pub fn account(&self, kind: &str) -> &'static str {
        match (self.locale, kind) {
            (Locale::Fr, "current") => "compte courant",
            (Locale::Fr, "card") => "carte",
            (Locale::Fr, _) => "autre compte",
            (Locale::En, "current") => "current account",
            (Locale::En, "card") => "card",
            (Locale::En, _) => "other account",
        }
    }

    /// A span of days, from `P180D`.
    pub fn days(&self, span: &str) -> String {
        let days = span.trim_start_matches('P').trim_end_matches('D');
        self.say(format!("{days} jours"), format!("{days} days"))
    }

    pub fn withdrawn_on(&self, at: Seconds) -> String {
        let day = self.day(at);
        self.say(format!("retiré le {day}"), format!("withdrawn on {day}"))
    }

    pub fn ended(&self, at: Seconds) -> String {
        let day = self.day(at);
        self.say(format!("terminé le {day}"), format!("ended on {day}"))
    }

    pub fn ask_account(&self, account: &str, partner: &str) -> String {
        self.say(
            format!("{partner} ne lira plus le compte {account}, pour aucun usage. Pour le relier de nouveau, il faudra repasser par votre banque."),
            format!("{partner} will no longer read the account {account}, for any use. To link it again you will have to go through your bank."),
        )
    }

    pub fn ask_access(&self, bank: &str, partner: &str) -> String {
        self.say(
            format!("{partner} ne lira plus rien chez {bank}. L'accès est coupé et les données sont effacées ici."),
            format!("{partner} will read nothing more at {bank}. Access is cut, and the data is deleted here."),
        )
    }

    /// What became of an access that nothing justified any more.
    pub fn closed(&self, revocation: Revocation) -> &'static str {
        match (self.locale, revocation) {
            (Locale::Fr, Revocation::Failed | Revocation::NotOffered) => {
                "C'est coupé ici, et les données sont effacées. Votre banque n'a pas pu être prévenue : retirez aussi l'accès dans votre espace bancaire."
            }
            (Locale::Fr, _) => "C'est coupé, ici et à votre banque. Les données sont effacées.",
            (Locale::En, Revocation::Failed | Revocation::NotOffered) => {
                "It is cut here, and the data is deleted. Your bank could not be told: withdraw the access in your bank's own pages too."
            }
            (Locale::En, _) => "It is cut, here and at your bank. The data is deleted.",
        }
    }
}

/// `once`, `twice`, `3 times`.
fn often(count: i64) -> String {
    match count {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        count => format!("{count} times"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_written_as_people_do() {
        // 2026-12-01 and 2026-08-22.
        let (first, other) = (1_796_083_200, 1_787_356_800);
        assert_eq!(words(Locale::Fr).day(first), "1er\u{a0}décembre\u{a0}2026");
        assert_eq!(words(Locale::En).day(first), "1\u{a0}December\u{a0}2026");
        assert_eq!(words(Locale::Fr).day(other), "22\u{a0}août\u{a0}2026");
    }
}
