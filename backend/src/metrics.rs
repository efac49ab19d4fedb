//! Prometheus metrics: counts and durations, no label that could name a person.

use std::time::Duration;

use axum::http::{Method, StatusCode};
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

use crate::security::Event;

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct RequestLabels {
    method: String,
    route: String,
    status: u16,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct RouteLabels {
    route: String,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct UpstreamLabels {
    connector: String,
    call: &'static str,
    outcome: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct EventLabels {
    event: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct EndLabels {
    end: &'static str,
}

/// All metrics of one backend.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    requests: Family<RequestLabels, Counter>,
    durations: Family<RouteLabels, Histogram>,
    upstream: Family<UpstreamLabels, Counter>,
    security: Family<EventLabels, Counter>,
    journeys: Family<EndLabels, Counter>,
    corrections: Counter,
}

fn histogram() -> Histogram {
    Histogram::new([
        0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0,
    ])
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("guichet");
        let requests = Family::default();
        registry.register(
            "requests",
            "HTTP requests by route pattern and status",
            requests.clone(),
        );
        let durations: Family<RouteLabels, Histogram> = Family::new_with_constructor(histogram);
        registry.register_with_unit(
            "request_duration",
            "Time to answer",
            Unit::Seconds,
            durations.clone(),
        );
        let upstream = Family::default();
        registry.register(
            "upstream_calls",
            "Calls to banks by kind and outcome",
            upstream.clone(),
        );
        let security = Family::default();
        registry.register(
            "security_events",
            "Security events by name",
            security.clone(),
        );
        let journeys = Family::default();
        registry.register(
            "journeys_ended",
            "Journeys by how they ended",
            journeys.clone(),
        );
        let corrections = Counter::default();
        registry.register(
            "corrections",
            "Transactions that people said are misread",
            corrections.clone(),
        );
        Self {
            registry,
            requests,
            durations,
            upstream,
            security,
            journeys,
            corrections,
        }
    }
}

impl Metrics {
    /// Counts an answered request.
    pub fn request(&self, method: &Method, route: &str, status: StatusCode, took: Duration) {
        let labels = RequestLabels {
            method: method.to_string(),
            route: route.to_owned(),
            status: status.as_u16(),
        };
        self.requests.get_or_create(&labels).inc();
        self.durations
            .get_or_create(&RouteLabels {
                route: route.to_owned(),
            })
            .observe(took.as_secs_f64());
    }

    /// Counts a call to a bank.
    pub fn upstream(&self, connector: &str, call: &'static str, outcome: &'static str) {
        self.upstream
            .get_or_create(&UpstreamLabels {
                connector: connector.to_owned(),
                call,
                outcome,
            })
            .inc();
    }

    /// Counts a security event.
    pub fn security(&self, event: Event) {
        self.security
            .get_or_create(&EventLabels {
                event: event.name(),
            })
            .inc();
    }

    /// Counts a journey's end.
    pub fn journey_ended(&self, end: &'static str) {
        self.journeys.get_or_create(&EndLabels { end }).inc();
    }

    /// Counts a transaction that a person said is misread: that it happened, and nothing of what it was.
    pub fn corrected(&self) {
        self.corrections.inc();
    }

    /// The `OpenMetrics` text.
    pub fn text(&self) -> String {
        let mut text = String::new();
        // Writing into a String cannot fail.
        let _ = encode(&mut text, &self.registry);
        text
    }
}
