//! Banks that lie, one test each.

use attack::lies;
use e2e::Done;

#[tokio::test]
async fn r_006_a_bank_that_lies_wider_scope() -> Done {
    lies::tell("wider-scope").await.map(|_| ())
}

#[tokio::test]
async fn r_006_a_bank_that_lies_other_token_type() -> Done {
    lies::tell("other-token-type").await.map(|_| ())
}

#[tokio::test]
async fn a_bank_that_lies_other_client() -> Done {
    lies::tell("other-client").await.map(|_| ())
}

#[tokio::test]
async fn r_010_a_bank_that_lies_token_redirects() -> Done {
    lies::tell("token-redirects").await.map(|_| ())
}

#[tokio::test]
async fn a_bank_that_lies_silent() -> Done {
    lies::tell("silent").await.map(|_| ())
}

#[tokio::test]
async fn a_bank_that_lies_huge() -> Done {
    lies::tell("huge").await.map(|_| ())
}

#[tokio::test]
async fn r_010_a_bank_that_lies_links_leave() -> Done {
    lies::tell("links-leave").await.map(|_| ())
}

#[tokio::test]
async fn r_028_a_bank_that_lies_replays() -> Done {
    lies::tell("replays").await.map(|_| ())
}
