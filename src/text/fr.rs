//! French. Always *vous*; plain words, CEFR B2 or easier.

use contract::{AccountGroup, DataClass, Outcome, Revocation, Role, Step, Withheld};

use super::{
    AccountWords, BankWords, EndWords, HandoffWords, PurposeWords, RegionWords, ResultWords,
    TroubleWords, Words,
};

/// All labels.
pub static WORDS: Words = Words {
    partner: "ce site",
    widget: "Relier un compte bancaire",
    step: |step| match step {
        Step::Bank => "Banque",
        Step::Handoff => "Autorisation",
        Step::Accounts => "Comptes",
        Step::Purposes => "Usages",
        Step::Result => "Résultat",
    },
    progress: "Étapes",
    back: "Retour",
    quit: "Quitter",
    quit_sure: "Voulez-vous vraiment quitter ? Rien ne sera envoyé.",
    quit_yes: "Oui, quitter",
    quit_no: "Non, rester",
    help: "Aide",
    loading: "Un instant…",
    retry: "Réessayer",
    more: "En savoir plus",
    bank: BankWords {
        title: "Quelle est votre banque ?",
        search: "Rechercher votre banque",
        hint: "Nom, sigle ou IBAN",
        popular: "Les plus demandées",
        found: |count| match count {
            0 => "Aucune banque trouvée".into(),
            1 => "1 banque trouvée".into(),
            n => format!("{n} banques trouvées"),
        },
        nothing: "Aucune banque ne correspond.",
        nothing_hint: "Vérifiez l’orthographe, essayez le sigle, ou choisissez un autre pays.",
        missing: "Ma banque n’est pas dans la liste",
        missing_told: "Merci. Cette page sait maintenant qu’une banque manque, mais pas ce que vous avez écrit. Vous pouvez relier une autre de vos banques.",
        near: "Peut-être cherchez-vous :",
        personal: "Comptes personnels",
        to_business: "Voir les comptes professionnels",
        business: "Comptes professionnels",
        to_personal: "Voir les comptes personnels",
        country: "Pays de la banque",
        not_connected: "Pas encore disponible",
        down: "Ne répond pas en ce moment",
        formerly: |name| format!("anciennement {name}"),
        failed: "La liste des banques n’a pas pu être chargée.",
        iban: "D’après votre IBAN, que nous n’avons pas gardé :",
        iban_check: "Cet IBAN contient une erreur : les chiffres de contrôle ne correspondent pas.",
        iban_length: "Cet IBAN est incomplet ou trop long.",
    },
    region: RegionWords {
        title: |bank| format!("{bank} : quelle est votre caisse ?"),
        search: "Région, département ou code postal",
        unknown: "Je ne sais pas",
        unknown_text: "Le nom de votre caisse régionale figure sur votre carte bancaire, en haut de vos relevés, et dans l’application de votre banque.",
    },
    handoff: HandoffWords {
        title: |bank| format!("Autoriser l’accès chez {bank}"),
        address: "Vous allez sur le site de votre banque :",
        leaving: |partner| {
            format!(
                "Ni nous ni {partner} ne voyons votre mot de passe. Vous confirmez chez votre banque, puis vous revenez ici."
            )
        },
        go: "J’accepte et je vais à ma banque",
        going: "Vous partez vers votre banque…",
        at_bank: |bank| format!("En attente de {bank}"),
        at_bank_text: "Vous n’êtes pas encore revenu de votre banque. Si vous avez fermé sa page, vous pouvez recommencer.",
        again: "Retourner à ma banque",
        returned: "Votre banque a répondu",
        returned_text: "La réponse attend. Pour la reprendre dans cette fenêtre, confirmez que c’est bien vous.",
        continue_here: "Continuer ici",
        redeeming: "Nous demandons la liste de vos comptes…",
        outcome: |outcome| match outcome {
            Outcome::Refused => (
                "Vous avez refusé la confirmation",
                "Votre banque ne nous a rien transmis. Vous pouvez recommencer quand vous voulez.",
            ),
            Outcome::Cancelled => (
                "Vous avez annulé chez votre banque",
                "Votre banque ne nous a rien transmis. Vous pouvez recommencer quand vous voulez.",
            ),
            Outcome::TimedOut => (
                "Le temps est écoulé",
                "La confirmation n’est pas arrivée à temps. Gardez votre téléphone près de vous et recommencez.",
            ),
            Outcome::BankDown => (
                "Votre banque ne répond pas",
                "Le problème vient de la banque, pas de vous. Réessayez dans quelques minutes.",
            ),
            Outcome::NoAccounts => (
                "Aucun compte trouvé",
                "Votre banque n’a trouvé aucun compte de paiement dans cet espace. Vos comptes sont peut-être dans l’autre.",
            ),
            Outcome::OtherAccounts => (
                "Ce ne sont pas les mêmes comptes",
                "Votre banque a montré d’autres comptes que ceux que vous aviez reliés. Rien n’a changé. Recommencez avec le même identifiant bancaire.",
            ),
            Outcome::Unknown => (
                "Quelque chose n’a pas marché",
                "La réponse de votre banque n’était pas utilisable. Rien n’a été relié. Vous pouvez recommencer.",
            ),
        },
        other_space: |business| {
            if business {
                "Essayer l’espace professionnel"
            } else {
                "Essayer l’espace personnel"
            }
        },
        other_bank: "Choisir une autre banque",
        holder: "Est-ce bien votre compte ?",
        holder_go: "Oui, continuer avec ce compte",
        holder_stop: "Non, fermer l’accès",
        hosted: "La suite se passe sur une page protégée",
        hosted_text: "Vos comptes et vos choix s’affichent sur une page à part, que ce site ne peut pas lire. Vous revenez ici ensuite.",
        hosted_go: "Continuer",
        hand_back: |partner| format!("Vos choix sont prêts pour {partner}"),
        hand_back_text: "Il reste à revenir d’où vous venez. L’envoi se fait à ce moment-là.",
        hand_back_go: |partner| format!("Revenir chez {partner}"),
    },
    accounts: AccountWords {
        title: "Quels comptes voulez-vous relier ?",
        hint: "Rien n’est coché d’avance.",
        all: "Tous les comptes",
        group: |group| match group {
            AccountGroup::Current => "Comptes courants",
            AccountGroup::Card => "Cartes à débit différé",
            AccountGroup::Other => "Autres comptes",
        },
        tail: |digits| format!("se termine par {digits}"),
        role: |role| match role {
            Role::CoHolder => {
                Some("Compte joint : les opérations de l’autre titulaire y figurent aussi.")
            }
            Role::Holder | Role::Attorney | Role::Custodian | Role::Unknown => None,
        },
        withheld: |why| match why {
            Withheld::Attorney => {
                "Vous y avez une procuration : seul son titulaire peut le relier."
            }
            Withheld::Minor => "Ce compte est celui d’un mineur : il ne peut pas être relié.",
        },
        missing: "Il manque un compte ?",
        missing_text: "Livret A, PEL, assurance-vie : en général, ils n’apparaissent pas ici. La loi n’ouvre que les comptes de paiement.",
        save: |count| match count {
            0 => "Relier".into(),
            1 => "Relier ce compte".into(),
            n => format!("Relier ces {n} comptes"),
        },
        none: "Cochez au moins un compte pour continuer.",
    },
    purposes: PurposeWords {
        title: "À quoi vos opérations peuvent-elles servir ?",
        hint: "Tout est sur non. Pour chaque non, nous ne demandons rien à votre banque.",
        state: |on| if on { "oui" } else { "non" },
        class: |class| match class {
            DataClass::Accounts => "la liste de vos comptes",
            DataClass::Balances => "vos soldes",
            DataClass::Transactions90d => "vos opérations des 90 derniers jours",
            DataClass::TransactionsFull => "toutes vos opérations disponibles",
        },
        reads: "Données lues :",
        on_accounts: "Sur ces comptes :",
        no_switch: "Pour information : cet usage ne dépend pas de votre accord.",
        special: "Données sensibles",
        save: |count| match count {
            0 => "Continuer sans rien autoriser".into(),
            1 => "Continuer avec 1 usage".into(),
            n => format!("Continuer avec {n} usages"),
        },
        details: "Détails et choix des comptes",
    },
    result: ResultWords {
        reading: "Nous lisons ce que vous avez autorisé…",
        reading_count: |done, total| {
            let s = if done < 2 { "" } else { "s" };
            format!("{done} compte{s} sur {total}")
        },
        title: "Votre résultat",
        hint: |partner| {
            format!("Voici exactement ce que {partner} recevra. Rien n’est encore envoyé.")
        },
        balances: "Soldes",
        months: "Entrées et sorties par mois",
        month: "Mois",
        income: "Entrées",
        outgoings: "Sorties",
        incomplete: "mois incomplet",
        transactions: |count| match count {
            0 => "Aucune opération n’est transmise.".into(),
            1 => "Le détail d’une opération est transmis aussi.".into(),
            n => format!("Le détail de {n} opérations est transmis aussi."),
        },
        recent_only: |accounts| {
            format!(
                "Votre banque n’a transmis aucune opération de plus de 90 jours pour : {accounts}. Les banques n’ouvrent l’historique plus ancien que juste après votre confirmation."
            )
        },
        earlier: |count| format!("Afficher les {count} mois précédents"),
        total: |count| format!("Total des {count} mois"),
        refused: |title| format!("{title} : vous avez dit non, rien n’a été analysé."),
        wrong: "Ce n’est pas ça",
        noted: "Noté : elle compte comme non reconnue.",
        data: "Voir les données exactes",
        data_more: "Afficher la suite",
        send: "Envoyer",
        discard: "Ne pas envoyer",
        sent: |partner| format!("C’est envoyé à {partner}"),
        renewed: "C’est confirmé",
        given: "Ce que vous avez autorisé",
        until: |date| format!("jusqu’au {date}"),
        sca_due: |date| {
            format!("Votre banque vous demandera de confirmer de nouveau avant le {date}.")
        },
        withdraw: "Changer d’avis",
        manage: "Voir et retirer ce que je partage",
        code: |code| format!("Notez ce code : il ouvre cette page à tout moment. {code}"),
        receipt: |id| format!("Reçu n° {id}"),
        another: "Relier une autre banque",
    },
    end: EndWords {
        nothing: ("Vous n’avez autorisé aucun usage", |partner| {
            format!(
                "Nous n’avons lu que la liste de vos comptes, et nous venons de l’effacer. Vous pouvez continuer avec {partner}."
            )
        }),
        not_sent: ("Rien n’a été envoyé", |partner| {
            format!(
                "Nous venons d’effacer ce que nous avions lu. Vous pouvez continuer avec {partner}."
            )
        }),
        cancelled: ("Vous avez quitté", |partner| {
            format!("Rien n’a été envoyé à {partner}.")
        }),
        abandoned: ("Cette demande a expiré", |partner| {
            format!("Rien n’a été envoyé à {partner}.")
        }),
        telling: "Nous fermons tout…",
        untold: (
            "Vous avez quitté",
            "Nous n’avons pas pu prévenir le service. Rien n’est envoyé, et la demande s’efface d’elle-même dans les 24 heures.",
        ),
        revocation: |revocation| match revocation {
            Revocation::NothingToRevoke => None,
            Revocation::Revoked => Some("Votre banque a confirmé : l’accès est fermé."),
            Revocation::NotOffered => Some(
                "Votre banque ne permet pas de fermer l’accès à distance. Nos clés sont détruites ; l’autorisation reste visible dans votre espace bancaire, où vous pouvez la retirer.",
            ),
            Revocation::Failed => Some(
                "Votre banque n’a pas répondu. Nos clés sont détruites ; l’autorisation reste peut-être visible dans votre espace bancaire.",
            ),
        },
        restart: "Recommencer",
        elsewhere: (
            "Vous continuez dans un autre onglet",
            "Pour votre sécurité, une demande n’est ouverte qu’à un seul endroit.",
            "La reprendre ici",
        ),
        gone: (
            "Cette demande est terminée",
            "Elle a expiré ou a été close ailleurs. Rien de plus n’est envoyé.",
        ),
        token: (
            "La page doit être rechargée",
            "Ce site n’a pas pu ouvrir une nouvelle demande. Réessayez, ou rechargez la page.",
        ),
        setup: (
            "Ce service n’est pas disponible ici",
            "Ce site n’est pas encore autorisé à l’utiliser. Prévenez-le s’il vous plaît.",
        ),
        mode: "Ce site demande une fonction que cette page n’a pas. Prévenez-le s’il vous plaît.",
    },
    trouble: TroubleWords {
        offline: "Pas de connexion. Vos choix sont gardés ; nous réessayons dès son retour.",
        server: "Le service ne répond pas. Vos choix sont gardés.",
        busy: "Beaucoup de demandes en ce moment : cela reprend tout seul.",
        not_connected: "Cette banque n’est pas encore disponible. Choisissez-en une autre.",
    },
};
