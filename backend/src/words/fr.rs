//! French, always vous.

use super::Sentences;

pub(super) const SENTENCES: Sentences = Sentences {
    handoff_lines: &[
        "{aisp} accède à vos comptes pour {partner}, parce que vous le demandez.",
        "Votre banque nous donnera d'abord la liste de vos comptes. Le reste, c'est vous qui le choisirez, compte par compte et usage par usage.",
        "L'accès dure {days} jours au plus. Ensuite, votre banque vous demandera de confirmer à nouveau. C'est gratuit.",
        "Vous pouvez tout arrêter à tout moment : tant que vous n'avez pas cliqué sur Envoyer, {partner} ne reçoit rien.",
    ],
    renewal_lines: &[
        "{aisp} accède à vos comptes pour {partner}, parce que vous l'avez demandé.",
        "Vous avez déjà choisi les comptes et les usages : rien ne change. Votre banque veut seulement que vous confirmiez.",
        "L'accès dure alors {days} jours de plus, et chaque usage jusqu'à sa propre fin. C'est gratuit.",
        "Vous pouvez tout arrêter à tout moment. Si vous ne confirmez pas, rien de nouveau n'est lu.",
    ],
    read_once: "Vos données sont lues une fois, pendant ce parcours, en votre présence.",
    read_again: "Vos données sont lues pendant ce parcours, en votre présence. Ensuite, tant que votre accord dure, elles peuvent être relues sans vous, {times} fois par jour au plus.",
    handoff_details: &[
        (
            "Qui fournit ce service",
            "{aisp}, {status}, numéro {number} au registre. Contact : {contact}.",
        ),
        (
            "Ce que vous confirmez à votre banque",
            "Vous vous identifiez sur le site de {bank}, avec vos codes habituels. Ni {aisp} ni {partner} ne voient ces codes.",
        ),
        (
            "Quelles données, et jusqu'où",
            "La liste de vos comptes de paiement : intitulé, type, derniers chiffres. Puis, seulement pour les usages que vous acceptez : les soldes, et les opérations des 90 derniers jours, des derniers mois ou tout l'historique que la banque donne, selon l'usage. Ce qu'aucun usage accepté ne demande n'est pas lu.",
        ),
        ("Combien de fois", "{often}"),
        (
            "Comment arrêter",
            "Pendant le parcours : quittez, et l'accès est fermé et tout est effacé. Après l'envoi : ouvrez la page indiquée sur votre reçu, écrivez à {contact}, ou fermez l'accès sur le site de votre banque.",
        ),
        (
            "Une réclamation",
            "Écrivez à {complaint}. Sans réponse sous quinze jours ouvrables, vous pouvez saisir le médiateur qui vous y sera indiqué.",
        ),
        ("Le prix", "Ce service est gratuit pour vous."),
    ],
    handoff_identity: (
        "Le nom du titulaire",
        "{partner} nous a dit le nom de son client. Nous demandons à votre banque celui du titulaire, pour les comparer, avant toute autre lecture. {partner} ne le reçoit pas et nous ne le gardons pas.",
    ),
    holder_other: "Le compte est au nom de {holder}. {partner} attend {expected}.",
    holder_unknown: "{bank} ne nous dit pas au nom de qui est le compte. {partner} attend {expected}.",
    holder_lines: &[
        "Rien d'autre n'a été lu, et {partner} ne reçoit rien.",
        "Continuez seulement si vous avez vous-même commencé cette demande chez {partner} et si vous voulez y relier votre compte.",
        "Quelqu'un vous a envoyé cette page ? Arrêtez ici : nous fermons l'accès auprès de votre banque. Sans réponse, nous le fermons dans les dix minutes.",
    ],
    accounts_lines: &[
        "En enregistrant, vous demandez à {aisp} d'accéder aux comptes cochés, et à aucun autre, pour {partner}.",
        "Les comptes non cochés sont oubliés aussitôt.",
    ],
    adding_lines: &[
        "En enregistrant, vous demandez à {aisp} d'accéder aussi aux comptes cochés, et à aucun autre de plus, pour {partner}.",
        "Un compte que vous ne cochez pas reste comme il est : partagé s'il l'est déjà, oublié sinon.",
    ],
    accounts_details: &[
        (
            "Pourquoi certains comptes manquent",
            "La loi n'ouvre que les comptes de paiement. Livret A, PEL, assurance-vie ou crédits n'apparaissent en général pas ici.",
        ),
        (
            "Compte joint",
            "Les opérations de l'autre titulaire y figurent aussi. Le nom des personnes avec qui vous échangez de l'argent n'est pas gardé quand la banque le donne à part.",
        ),
        (
            "Comptes que vous gérez pour quelqu'un d'autre",
            "Le compte d'un enfant, ou un compte sur lequel vous avez procuration, ne peut pas être coché : ce n'est pas à vous seul d'en décider ici.",
        ),
    ],
    enforcement: "{bank} ne sait pas limiter l'accès à certains comptes ou à certaines données : c'est {aisp} qui s'y tient, sans contrôle de la banque.",
    already: "Vous partagez déjà {accounts}, pour : {purposes}. Cela ne change pas. Choisissez seulement ce que vous ajoutez.",
    withdraw: "Pour reprendre votre accord, ouvrez la page ci-dessous : un clic par usage, tout de suite. Vous pouvez aussi écrire à {contact}, ou fermer l'accès sur le site de {bank}, dans la liste des services autorisés. Ce qui a déjà été envoyé est chez {partner} : demandez-lui de l'effacer.",
};
