//! The two-level scheme of `data/categories-fr.json` as types, so that a formula cannot name what does not exist.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::sensitive::Sensitive;

macro_rules! scheme {
    ($($category:ident = $id:literal, $label:literal, $fr:literal { $($sub:ident = $sub_id:literal, $sub_label:literal;)* })*) => {
        /// A category: the first level.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Category { $(#[doc = $label] $category,)* }

        /// A subcategory: the second level; its name begins with its category's.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Subcategory { $($(#[doc = concat!($label, ": ", $sub_label)] $sub,)*)* }

        impl Category {
            /// Every category, in the order of the scheme.
            pub const ALL: &'static [Self] = &[$(Self::$category,)*];

            /// The id in the scheme, such as `housing`.
            pub fn id(self) -> &'static str {
                match self { $(Self::$category => $id,)* }
            }

            /// Its name in English.
            pub fn english(self) -> &'static str {
                match self { $(Self::$category => $label,)* }
            }

            /// Its name in French.
            pub fn french(self) -> &'static str {
                match self { $(Self::$category => $fr,)* }
            }
        }

        impl Subcategory {
            /// Every subcategory, in the order of the scheme.
            pub const ALL: &'static [Self] = &[$($(Self::$sub,)*)*];

            /// The category it belongs to.
            pub fn category(self) -> Category {
                match self { $($(Self::$sub)|* => Category::$category,)* }
            }

            /// The id within its category, such as `rent`.
            pub fn id(self) -> &'static str {
                match self { $($(Self::$sub => $sub_id,)*)* }
            }

            /// Its name in French. In English its id reads as words.
            pub fn french(self) -> &'static str {
                match self { $($(Self::$sub => $sub_label,)*)* }
            }
        }
    };
}

scheme! {
    Income = "income", "Income", "Revenus" {
        IncomeSalary = "salary", "Salaire";
        IncomePension = "pension", "Retraite";
        IncomeBenefits = "benefits", "Allocations et prestations";
        IncomeUnemployment = "unemployment", "Chômage";
        IncomeSelfEmployed = "self_employed", "Revenus d'indépendant";
        IncomeRentalIncome = "rental_income", "Loyers perçus";
        IncomeInvestmentIncome = "investment_income", "Revenus de placements";
        IncomeRefunds = "refunds", "Remboursements divers";
    }
    Housing = "housing", "Housing", "Logement" {
        HousingRent = "rent", "Loyer";
        HousingMortgage = "mortgage", "Crédit immobilier";
        HousingCondoFees = "condo_fees", "Charges de copropriété";
        HousingWorks = "works", "Travaux et bricolage";
        HousingFurniture = "furniture", "Meubles et équipement";
        HousingHomeServices = "home_services", "Services à domicile";
    }
    Energy = "energy", "Energy and water", "Énergie et eau" {
        EnergyElectricityGas = "electricity_gas", "Électricité et gaz";
        EnergyWater = "water", "Eau";
        EnergyHeating = "heating", "Chauffage et combustibles";
    }
    Insurance = "insurance", "Insurance", "Assurance" {
        InsuranceAuto = "auto", "Assurance auto et moto";
        InsuranceHome = "home", "Assurance habitation";
        InsuranceHealth = "health", "Complémentaire santé";
        InsuranceLife = "life", "Assurance vie et décès";
        InsuranceLoan = "loan", "Assurance emprunteur";
        InsuranceSchool = "school", "Assurance scolaire";
        InsuranceLegal = "legal", "Protection juridique";
        InsuranceAccident = "accident", "Prévoyance et accidents de la vie";
        InsuranceTravel = "travel", "Assurance voyage";
        InsurancePet = "pet", "Assurance animaux";
        InsuranceDevice = "device", "Assurance mobile";
        InsuranceProfessional = "professional", "Assurance professionnelle";
    }
    HealthCare = "health_care", "Health care", "Santé" {
        HealthCarePharmacy = "pharmacy", "Pharmacie";
        HealthCareDoctor = "doctor", "Médecin";
        HealthCareSpecialist = "specialist", "Spécialiste";
        HealthCareDental = "dental", "Dentiste";
        HealthCareOptical = "optical", "Optique";
        HealthCareHospital = "hospital", "Hôpital et clinique";
        HealthCareLab = "lab", "Laboratoire et imagerie";
        HealthCareMental = "mental", "Santé mentale";
        HealthCareParamedical = "paramedical", "Paramédical";
        HealthCareReimbursement = "reimbursement", "Remboursement de soins";
        HealthCareDevices = "devices", "Matériel médical";
    }
    Wellness = "wellness", "Wellness and sport", "Bien-être et sport" {
        WellnessGym = "gym", "Salle de sport";
        WellnessClub = "club", "Club et licence";
        WellnessBeauty = "beauty", "Coiffure et beauté";
        WellnessSpa = "spa", "Spa et massage";
        WellnessSportGoods = "sport_goods", "Articles de sport";
    }
    Groceries = "groceries", "Groceries", "Alimentation" {
        GroceriesSupermarket = "supermarket", "Supermarché";
        GroceriesOrganic = "organic", "Bio";
        GroceriesBakery = "bakery", "Boulangerie";
        GroceriesSpecialty = "specialty", "Commerces spécialisés";
        GroceriesDrive = "drive", "Courses en ligne";
    }
    Dining = "dining", "Dining", "Restaurants" {
        DiningRestaurant = "restaurant", "Restaurant";
        DiningFastFood = "fast_food", "Restauration rapide";
        DiningDelivery = "delivery", "Livraison";
        DiningCanteen = "canteen", "Cantine d'entreprise";
        DiningBar = "bar", "Bar et café";
    }
    Mobility = "mobility", "Mobility", "Transports" {
        MobilityFuel = "fuel", "Carburant";
        MobilityToll = "toll", "Péage";
        MobilityParking = "parking", "Stationnement";
        MobilityPublicTransport = "public_transport", "Transports en commun";
        MobilityTrain = "train", "Train";
        MobilityEvCharging = "ev_charging", "Recharge électrique";
        MobilityRideHailing = "ride_hailing", "Taxi et VTC";
        MobilityBike = "bike", "Vélo et trottinette";
        MobilityCarMaintenance = "car_maintenance", "Entretien auto";
        MobilityCarPurchase = "car_purchase", "Achat et location de véhicule";
    }
    Telecom = "telecom", "Telecom and media", "Télécom et médias" {
        TelecomMobile = "mobile", "Mobile";
        TelecomInternet = "internet", "Internet et box";
        TelecomStreaming = "streaming", "Streaming";
        TelecomPress = "press", "Presse";
        TelecomCloud = "cloud", "Services numériques";
    }
    Children = "children", "Children", "Enfants" {
        ChildrenChildcare = "childcare", "Garde";
        ChildrenSchool = "school", "École et études";
        ChildrenCanteen = "canteen", "Cantine et périscolaire";
        ChildrenActivities = "activities", "Activités";
        ChildrenAllowance = "allowance", "Argent de poche";
        ChildrenSupplies = "supplies", "Puériculture et jouets";
    }
    Pets = "pets", "Pets", "Animaux" {
        PetsVet = "vet", "Vétérinaire";
        PetsFood = "food", "Alimentation";
        PetsServices = "services", "Garde et toilettage";
    }
    Shopping = "shopping", "Shopping", "Achats" {
        ShoppingClothing = "clothing", "Vêtements";
        ShoppingElectronics = "electronics", "High-tech";
        ShoppingOnline = "online", "Achats en ligne";
        ShoppingGifts = "gifts", "Cadeaux et fleurs";
        ShoppingSecondhand = "secondhand", "Seconde main";
        ShoppingTobacco = "tobacco", "Tabac et presse";
    }
    Leisure = "leisure", "Leisure", "Loisirs" {
        LeisureCulture = "culture", "Culture et sorties";
        LeisureGames = "games", "Jeux vidéo";
        LeisureHobby = "hobby", "Loisirs créatifs";
        LeisureDating = "dating", "Rencontres";
        LeisureAdult = "adult", "Contenus adultes";
    }
    Travel = "travel", "Travel", "Voyages" {
        TravelLodging = "lodging", "Hébergement";
        TravelFlight = "flight", "Avion";
        TravelHoliday = "holiday", "Séjour et location";
    }
    Gambling = "gambling", "Gambling", "Jeux d'argent" {
        GamblingLottery = "lottery", "Loterie";
        GamblingBetting = "betting", "Paris sportifs et hippiques";
        GamblingPokerCasino = "poker_casino", "Poker et casino";
    }
    Savings = "savings", "Savings", "Épargne" {
        SavingsRegulated = "regulated", "Livrets réglementés";
        SavingsLifeInsurance = "life_insurance", "Assurance vie";
        SavingsRetirement = "retirement", "Épargne retraite";
        SavingsSecurities = "securities", "Bourse";
        SavingsEmployeeSavings = "employee_savings", "Épargne salariale";
        SavingsCrypto = "crypto", "Cryptoactifs";
        SavingsRoundUp = "round_up", "Arrondi d'épargne";
    }
    Credit = "credit", "Credit", "Crédits" {
        CreditConsumer = "consumer", "Crédit à la consommation";
        CreditCarLoan = "car_loan", "Crédit auto";
        CreditStudent = "student", "Prêt étudiant";
        CreditRevolving = "revolving", "Crédit renouvelable";
        CreditInstalments = "instalments", "Paiement fractionné";
        CreditDebtCollection = "debt_collection", "Recouvrement et surendettement";
    }
    Taxes = "taxes", "Taxes and fines", "Impôts et amendes" {
        TaxesIncomeTax = "income_tax", "Impôt sur le revenu";
        TaxesPropertyTax = "property_tax", "Taxe foncière";
        TaxesSocial = "social", "Cotisations sociales";
        TaxesFines = "fines", "Amendes";
        TaxesRefund = "refund", "Remboursement d'impôt";
        TaxesAdmin = "admin", "Frais administratifs";
    }
    Donations = "donations", "Donations and memberships", "Dons et adhésions" {
        DonationsCharity = "charity", "Associations";
        DonationsReligion = "religion", "Cultes";
        DonationsPolitics = "politics", "Partis et mouvements";
        DonationsUnion = "union", "Syndicats";
        DonationsMembership = "membership", "Adhésions";
    }
    BankFees = "bank_fees", "Bank fees", "Frais bancaires" {
        BankFeesAccount = "account", "Tenue de compte et carte";
        BankFeesIncident = "incident", "Incidents";
        BankFeesInterest = "interest", "Agios et intérêts";
        BankFeesFx = "fx", "Opérations en devises";
    }
    Transfers = "transfers", "Transfers", "Virements" {
        TransfersInternal = "internal", "Virement interne";
        TransfersPeer = "peer", "Entre particuliers";
        TransfersAlimony = "alimony", "Pension alimentaire";
        TransfersAccountFunding = "account_funding", "Alimentation de compte";
    }
    Cash = "cash", "Cash and cheques", "Espèces et chèques" {
        CashWithdrawal = "withdrawal", "Retrait";
        CashDeposit = "deposit", "Dépôt";
        CashCheque = "cheque", "Chèque";
    }
    Professional = "professional", "Business", "Activité professionnelle" {
        ProfessionalSupplies = "supplies", "Fournitures";
        ProfessionalServices = "services", "Services pro";
    }
}

impl Category {
    /// The category with that id.
    pub fn parse(id: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|category| category.id() == id)
    }
}

impl Subcategory {
    /// The subcategory with that id in the category with that id.
    pub fn parse(category: &str, id: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|sub| sub.id() == id && sub.category().id() == category)
    }

    /// What every transaction of this kind reveals, whatever its label says.
    pub fn reveals(self) -> Option<Sensitive> {
        match self {
            Self::DonationsReligion => Some(Sensitive::Religion),
            Self::DonationsPolitics => Some(Sensitive::Politics),
            Self::DonationsUnion => Some(Sensitive::TradeUnion),
            Self::LeisureAdult => Some(Sensitive::SexualOrientation),
            other if other.category() == Category::HealthCare => Some(Sensitive::Health),
            _ => None,
        }
    }
}

impl Serialize for Category {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id())
    }
}

impl<'de> Deserialize<'de> for Category {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let id = String::deserialize(deserializer)?;
        Self::parse(&id).ok_or_else(|| serde::de::Error::custom("no such category"))
    }
}

/// Written `category/subcategory`, because several categories have a `school` or a `canteen`.
impl Serialize for Subcategory {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{}/{}", self.category().id(), self.id()))
    }
}

impl<'de> Deserialize<'de> for Subcategory {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let path = String::deserialize(deserializer)?;
        path.split_once('/')
            .and_then(|(category, id)| Self::parse(category, id))
            .ok_or_else(|| serde::de::Error::custom("no such subcategory"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_types_are_the_scheme_of_the_data_file() {
        let file: serde_json::Value =
            serde_json::from_str(include_str!("../data/categories-fr.json")).unwrap();
        let mut expected = Vec::new();
        for category in file.as_array().unwrap() {
            for sub in category["subcategories"].as_array().unwrap() {
                expected.push(format!(
                    "{}/{}",
                    category["id"].as_str().unwrap(),
                    sub["id"].as_str().unwrap()
                ));
            }
        }
        let ours: Vec<String> = Subcategory::ALL
            .iter()
            .map(|sub| serde_json::from_value(serde_json::to_value(sub).unwrap()).unwrap())
            .collect();
        assert_eq!(ours, expected);
        assert_eq!(Category::ALL.len(), file.as_array().unwrap().len());
    }

    #[test]
    fn ids_read_back() {
        for &sub in Subcategory::ALL {
            assert_eq!(Subcategory::parse(sub.category().id(), sub.id()), Some(sub));
        }
        assert_eq!(Subcategory::parse("housing", "canteen"), None);
    }
}
