//! Tokens, codes, numbers, names and labels are nowhere but where they belong.

use attack::canaries;
use e2e::Done;

#[tokio::test]
async fn r_001_r_026_r_071_canaries_stay_where_they_belong() -> Done {
    canaries::hunt().await?.judge()
}
