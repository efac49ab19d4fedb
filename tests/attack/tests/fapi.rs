//! The conformance suite's client tests for FAPI 2.0, one test each.

use attack::fapi::{self, How};
use e2e::Done;

#[tokio::test]
async fn fapi_happy_path() -> Done {
    fapi::run("test-happy-path").await
}

#[tokio::test]
async fn r_011_fapi_discovery_issuer_mismatch() -> Done {
    fapi::run("test-discovery-issuer-mismatch").await
}

#[tokio::test]
async fn r_017_fapi_invalid_authorization_response_iss() -> Done {
    fapi::run("test-invalid-authorization-response-iss").await
}

#[tokio::test]
async fn r_017_fapi_remove_authorization_response_iss() -> Done {
    fapi::run("test-remove-authorization-response-iss").await
}

#[tokio::test]
async fn r_015_fapi_ensure_authorization_response_with_invalid_state_fails() -> Done {
    fapi::run("test-ensure-authorization-response-with-invalid-state-fails").await
}

#[tokio::test]
async fn r_015_fapi_ensure_authorization_response_with_invalid_missing_state_fails() -> Done {
    fapi::run("test-ensure-authorization-response-with-invalid-missing-state-fails").await
}

#[tokio::test]
async fn fapi_token_endpoint_response_without_expires_in() -> Done {
    fapi::run("test-token-endpoint-response-without-expires_in").await
}

#[tokio::test]
async fn fapi_token_type_case_insensitivity() -> Done {
    fapi::run("test-token-type-case-insensitivity").await
}

/// What is left out is left out by name, and said in SECURITY.md.
#[test]
fn eight_modules_are_cases_and_sixteen_are_listed_with_their_reason() {
    let page = include_str!("../../../SECURITY.md");
    let mut cases = 0;
    for module in &fapi::ALL {
        match module.how {
            How::Case(_) => cases += 1,
            How::LeftOut(reason) => assert!(!reason.is_empty()),
        }
        let name = format!("`{}`", module.name);
        assert!(page.contains(&name), "SECURITY.md does not list {name}");
    }
    assert_eq!((cases, fapi::ALL.len()), (8, 24));
}
