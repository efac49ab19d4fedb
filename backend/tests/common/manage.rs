//! A person at `/manage`: the receipt, the code on it, and a browser that it opened.

use contract::{Receipt, Stage};
use reqwest::{Method, Response, StatusCode, header};

use super::person::client;
use super::{House, Person};

/// A person who sent these purposes over all accounts, with the receipt.
pub async fn sent<'a>(house: &'a House, external: &str, given: &[&str]) -> (Person<'a>, Receipt) {
    let mut person = Person::open(house, external).await;
    let accounts = person.reach_accounts().await;
    person.reach_result(&accounts, given).await;
    let Stage::Sent(receipt) = person.act(Method::POST, "/journeys/current/send").await else {
        panic!("sent")
    };
    (person, receipt)
}

/// A browser on the page.
pub struct Browser<'a> {
    pub house: &'a House,
    pub cookie: String,
}

impl<'a> Browser<'a> {
    /// With the code of a receipt's link, or a token.
    pub async fn open(house: &'a House, code: &str) -> Self {
        let answer = enter(house, code).await;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER);
        assert_eq!(answer.headers()[header::LOCATION], "/manage");
        let cookie = answer.headers()[header::SET_COOKIE].to_str().unwrap();
        assert!(
            cookie.starts_with("__Host-m=")
                && cookie.contains("; Path=/; Secure; HttpOnly; SameSite=Strict")
        );
        let cookie = cookie.split(';').next().unwrap().to_owned();
        Self { house, cookie }
    }

    pub async fn page(&self) -> String {
        let answer = self.get("/manage").await;
        assert_eq!(answer.status(), StatusCode::OK);
        assert_eq!(answer.headers()[header::CACHE_CONTROL], "no-store");
        answer.text().await.unwrap()
    }

    pub async fn get(&self, path: &str) -> Response {
        client()
            .get(format!("{}{path}", self.house.base))
            .header(header::COOKIE, &self.cookie)
            .send()
            .await
            .unwrap()
    }

    pub async fn take(&self, form: &[(&str, &str)]) -> Response {
        client()
            .post(format!("{}/manage/withdraw", self.house.base))
            .header(header::COOKIE, &self.cookie)
            .header(header::ORIGIN, &self.house.base)
            .form(form)
            .send()
            .await
            .unwrap()
    }

    pub async fn takes(&self, form: &[(&str, &str)]) -> String {
        let answer = self.take(form).await;
        assert_eq!(answer.status(), StatusCode::OK);
        answer.text().await.unwrap()
    }
}

pub async fn enter(house: &House, code: &str) -> Response {
    client()
        .post(format!("{}/manage", house.base))
        .header(header::ORIGIN, &house.base)
        .form(&[("code", code)])
        .send()
        .await
        .unwrap()
}

pub fn code(receipt: &Receipt) -> &str {
    receipt.manage.split_once('#').unwrap().1
}
